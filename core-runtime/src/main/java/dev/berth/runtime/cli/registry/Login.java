package dev.berth.runtime.cli.registry;

import dev.berth.runtime.registry.http.Credentials;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A name and a password at a registry, as Docker's configuration and its helpers keep them.
 *
 * @param username {@value #TOKEN} where the password is an identity token
 */
record Login(String username, String password) {
    static final String TOKEN = "<token>";
    static final Login NONE = new Login("", "");

    /** Docker's {@code AuthConfig}. */
    Map<String, Object> json(String server) {
        Map<String, Object> json = new LinkedHashMap<>();
        if (username.equals(TOKEN)) {
            json.put("identitytoken", password);
        } else {
            json.put("username", username);
            json.put("password", password);
        }
        json.put("serveraddress", server);
        return json;
    }

    Credentials credentials() {
        return username.equals(TOKEN) ? new Credentials("", "", password, "") : Credentials.of(username, password);
    }

    /** Never shows the secret. */
    @Override
    public String toString() {
        return "Login[" + username + "]";
    }
}
