package dev.berth.runtime.registry.http;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/** Whose certificates are believed: the JVM's authorities, and for a host those in {@code certs.d/HOST/*.crt}. */
final class Certificates {
    private static final List<Path> PLACES = List.of(Path.of("/etc/berth/certs.d"), Path.of("/etc/docker/certs.d"));

    private Certificates() {}

    /** A context that believes everybody. */
    static SSLContext anybody() throws IOException {
        return context(new TrustManager[] {new Credulous()});
    }

    /** The authority files that this host and port has of its own. */
    static List<Path> own(String authority) throws IOException {
        List<Path> found = new ArrayList<>();
        for (Path place : PLACES) {
            Path directory = place.resolve(authority);
            if (Files.isDirectory(directory)) {
                try (var files = Files.newDirectoryStream(directory, "*.crt")) {
                    files.forEach(found::add);
                }
            }
        }
        return found;
    }

    /** A context that believes the JVM's authorities and these. */
    static SSLContext also(List<Path> authorities) throws IOException {
        try {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            for (X509Certificate known : jvmAuthorities()) {
                store.setCertificateEntry("jvm" + store.size(), known);
            }
            for (Path file : authorities) {
                try (InputStream in = Files.newInputStream(file)) {
                    for (Certificate one :
                            CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                        store.setCertificateEntry("own" + store.size(), one);
                    }
                }
            }
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(store);
            return context(factory.getTrustManagers());
        } catch (GeneralSecurityException failure) {
            throw new IOException("read certificates " + authorities + ": " + failure.getMessage(), failure);
        }
    }

    private static List<X509Certificate> jvmAuthorities() throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init((KeyStore) null);
        List<X509Certificate> known = new ArrayList<>();
        for (TrustManager manager : factory.getTrustManagers()) {
            if (manager instanceof X509TrustManager trust) {
                known.addAll(List.of(trust.getAcceptedIssuers()));
            }
        }
        return known;
    }

    private static SSLContext context(TrustManager[] trust) throws IOException {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust, null);
            return context;
        } catch (GeneralSecurityException failure) {
            throw new IOException("set up TLS: " + failure.getMessage(), failure);
        }
    }

    /** For registries that the configuration calls insecure. An extended one also skips the check of the host's name. */
    private static final class Credulous extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, @Nullable Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, @Nullable Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, @Nullable SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, @Nullable SSLEngine engine) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
