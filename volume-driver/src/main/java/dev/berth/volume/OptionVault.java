package dev.berth.volume;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.berth.plugin.EngineException.SystemFailure;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Map;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Options with passwords, encrypted by a key that lies apart from the volumes: who reads or copies their directories does
 * not read passwords. No protection against root of this host, who can read the key, too.
 */
final class OptionVault {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final TypeReference<Map<String, String>> TEXTS = new TypeReference<>() {};
    private static final String CIPHER = "AES/GCM/NoPadding";
    private static final int KEY_BYTES = 32;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final Path keyFile;
    private final SecureRandom random = new SecureRandom();

    /** @param keyFile made with mode 0600 when something is sealed for the first time */
    OptionVault(Path keyFile) {
        this.keyFile = keyFile;
    }

    byte[] seal(LocalOptions options) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, key(), nonce).doFinal(JSON.writeValueAsBytes(options.values()));
            return ByteBuffer.allocate(nonce.length + sealed.length)
                    .put(nonce)
                    .put(sealed)
                    .array();
        } catch (IOException | GeneralSecurityException failure) {
            throw new SystemFailure("encrypt options: " + failure.getMessage(), failure);
        }
    }

    /** @throws SystemFailure it was sealed with another key, or is damaged */
    LocalOptions open(byte[] sealed) {
        try {
            byte[] nonce = java.util.Arrays.copyOf(sealed, NONCE_BYTES);
            byte[] plain = cipher(Cipher.DECRYPT_MODE, Files.readAllBytes(keyFile), nonce)
                    .doFinal(sealed, NONCE_BYTES, Math.max(0, sealed.length - NONCE_BYTES));
            return new LocalOptions(JSON.readValue(plain, TEXTS));
        } catch (IOException | GeneralSecurityException failure) {
            throw new SystemFailure(
                    "decrypt options with the key in " + keyFile + ": " + failure.getMessage(), failure);
        }
    }

    private static Cipher cipher(int mode, byte[] key, byte[] nonce) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance(CIPHER);
        cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(TAG_BITS, nonce));
        return cipher;
    }

    private synchronized byte[] key() throws IOException {
        if (!Files.exists(keyFile)) {
            byte[] fresh = new byte[KEY_BYTES];
            random.nextBytes(fresh);
            Path making = keyFile.resolveSibling(keyFile.getFileName() + ".new");
            Files.deleteIfExists(making);
            Files.createFile(
                    making, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            try {
                Files.write(making, fresh);
                Files.createLink(keyFile, making);
            } catch (FileAlreadyExistsException another) {
                // A driver in another process was quicker: its key is the one.
                return Files.readAllBytes(keyFile);
            } finally {
                Files.delete(making);
            }
        }
        return Files.readAllBytes(keyFile);
    }
}
