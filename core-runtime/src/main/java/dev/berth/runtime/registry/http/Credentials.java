package dev.berth.runtime.registry.http;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * Who asks. Each part may be empty.
 *
 * @param username name at the registry
 * @param password its password
 * @param identityToken a refresh token that stands for both
 * @param registryToken a bearer token that is sent as it is
 */
public record Credentials(String username, String password, String identityToken, String registryToken) {
    /** Nobody. */
    public static final Credentials NONE = new Credentials("", "", "", "");

    /** A user with a password. */
    public static Credentials of(String username, String password) {
        return new Credentials(username, password, "", "");
    }

    /** Whether name and password can be sent. */
    public boolean hasPassword() {
        return !username.isEmpty();
    }

    /** The header's value for name and password. */
    String basic() {
        String pair = username + ":" + password;
        return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }

    /** Never shows a secret. */
    @Override
    public String toString() {
        return "Credentials[" + username + "]";
    }
}
