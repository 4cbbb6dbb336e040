package dev.berth.dns.file;

import dev.berth.plugin.EngineException;
import dev.berth.plugin.name.HostFiles;
import dev.berth.plugin.name.HostFilesSpec;
import java.io.IOException;
import java.net.Inet6Address;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * Writes the three files as Docker does. Beside resolv.conf lies {@code resolv.conf.hash}, the SHA-256 of what was
 * written: where it does not fit any more, somebody edited the file and it is left alone until the next start.
 */
public final class DockerHostFiles implements HostFiles {
    private static final String HOSTNAME = "hostname";
    private static final String HOSTS = "hosts";
    private static final String RESOLV_CONF = "resolv.conf";
    private static final String HASH = "resolv.conf.hash";

    /** Where systemd-resolved has the servers behind its own 127.0.0.53. */
    private final Path systemdFile;

    public DockerHostFiles() {
        this(Path.of("/run/systemd/resolve/resolv.conf"));
    }

    DockerHostFiles(Path systemdFile) {
        this.systemdFile = systemdFile;
    }

    @Override
    public void write(Path directory, HostFilesSpec spec) {
        overwrite(directory.resolve(HOSTNAME), spec.hostname() + "\n");
        overwrite(directory.resolve(HOSTS), EtcHosts.text(spec));
        writeResolvConf(directory, spec);
    }

    @Override
    public void update(Path directory, HostFilesSpec before, HostFilesSpec after) {
        Path hosts = directory.resolve(HOSTS);
        String old = read(hosts).orElse("");
        String changed = EtcHosts.updated(old, before, after);
        if (!changed.equals(old)) {
            overwrite(hosts, changed);
        }
        if (!isEdited(directory)) {
            writeResolvConf(directory, after);
        }
    }

    private void writeResolvConf(Path directory, HostFilesSpec spec) {
        boolean v6 = spec.addresses().stream().anyMatch(Inet6Address.class::isInstance);
        String text = ResolvConf.text(spec.resolver(), hostFile(spec.resolver().hostFile()), v6);
        Path file = directory.resolve(RESOLV_CONF);
        if (!read(file).equals(Optional.of(text))) {
            overwrite(file, text);
        }
        overwrite(directory.resolve(HASH), hash(text));
    }

    private String hostFile(Path file) {
        String text = read(file).orElse("");
        boolean stub = ResolvConf.nameservers(text).equals(List.of("127.0.0.53"));
        return stub ? read(systemdFile).orElse(text) : text;
    }

    private static boolean isEdited(Path directory) {
        Optional<String> text = read(directory.resolve(RESOLV_CONF));
        Optional<String> written = read(directory.resolve(HASH));
        return text.isPresent() && written.isPresent() && !written.get().equals(hash(text.get()));
    }

    private static Optional<String> read(Path file) {
        try {
            return Files.exists(file) ? Optional.of(Files.readString(file)) : Optional.empty();
        } catch (IOException failure) {
            throw new EngineException.SystemFailure("read " + file + ": " + failure.getMessage(), failure);
        }
    }

    /** Writes in place: the file is bind-mounted, a new one under its name would not be seen. */
    private static void overwrite(Path file, String text) {
        createReadable(file);
        ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            int length = bytes.remaining();
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.truncate(length);
        } catch (IOException failure) {
            throw new EngineException.SystemFailure("write " + file + ": " + failure.getMessage(), failure);
        }
    }

    /** Whoever the container runs as reads these files, whatever the daemon's umask is. */
    private static void createReadable(Path file) {
        try {
            if (!Files.exists(file)) {
                Files.createFile(file);
                Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
            }
        } catch (IOException failure) {
            throw new EngineException.SystemFailure("create " + file + ": " + failure.getMessage(), failure);
        }
    }

    private static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException everyJavaHasIt) {
            throw new IllegalStateException("SHA-256", everyJavaHasIt);
        }
    }
}
