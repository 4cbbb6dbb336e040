package dev.berth.dns.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.plugin.Cidr;
import dev.berth.plugin.name.HostFilesSpec;
import dev.berth.plugin.name.HostFilesSpec.HostLine;
import dev.berth.plugin.name.HostFilesSpec.Resolver;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DockerHostFilesTest {
    private static final String FIXED = "127.0.0.1\tlocalhost\n"
            + "::1\tlocalhost ip6-localhost ip6-loopback\n"
            + "fe00::0\tip6-localnet\n"
            + "ff00::0\tip6-mcastprefix\n"
            + "ff02::1\tip6-allnodes\n"
            + "ff02::2\tip6-allrouters\n";

    @TempDir
    private Path directory;

    private Path hostFile;
    private DockerHostFiles files;

    @BeforeEach
    void prepare() throws IOException {
        hostFile = directory.resolve("host-resolv.conf");
        Files.writeString(hostFile, "# comment\nnameserver 192.0.2.53\nsearch example.org\noptions edns0\n");
        files = new DockerHostFiles(directory.resolve("systemd-resolv.conf"));
    }

    @Test
    void write_hosts_isDockersToTheByte() throws IOException {
        files.write(
                directory,
                new HostFilesSpec(
                        "hh.dom.ain",
                        "",
                        addresses("172.17.0.4"),
                        List.of(line("172.17.0.3", "p1", "4e73a67bfafb")),
                        List.of(line("9.9.9.9", "ex")),
                        resolver(false)));

        assertThat(read("hosts"))
                .isEqualTo(FIXED + "9.9.9.9\tex\n172.17.0.3\tp1 4e73a67bfafb\n172.17.0.4\thh.dom.ain hh\n");
        assertThat(read("hostname")).isEqualTo("hh.dom.ain\n");
    }

    @Test
    void write_domainname_isInHostsOnly() throws IOException {
        files.write(
                directory,
                new HostFilesSpec("hh", "dom.ain", addresses("172.17.0.4"), List.of(), List.of(), resolver(false)));

        assertThat(read("hosts")).isEqualTo(FIXED + "172.17.0.4\thh.dom.ain hh\n");
        assertThat(read("hostname")).isEqualTo("hh\n");
    }

    @Test
    void write_noNetwork_hasNoOwnLine() throws IOException {
        files.write(directory, spec(List.of(), List.of(), resolver(false)));

        assertThat(read("hosts")).isEqualTo(FIXED);
    }

    @Test
    void write_anyUmask_isReadableForAll() throws IOException {
        files.write(directory, spec(List.of(), List.of(), resolver(false)));

        assertThat(Files.getPosixFilePermissions(directory.resolve("hosts")))
                .extracting(Enum::name)
                .contains("OTHERS_READ", "GROUP_READ", "OWNER_WRITE")
                .doesNotContain("OTHERS_WRITE");
    }

    @Test
    void update_parentHasANewAddress_itsLineIsReplacedInPlace() throws IOException {
        HostFilesSpec before =
                spec(addresses("172.17.0.4"), List.of(line("172.17.0.3", "ali", "4e73", "p1")), resolver(false));
        files.write(directory, before);
        Object inode = inode("hosts");
        Files.writeString(directory.resolve("hosts"), "1.1.1.1\tmine\n", StandardOpenOption.APPEND);

        files.update(
                directory,
                before,
                spec(addresses("172.17.0.4"), List.of(line("172.17.0.5", "ali", "4e73", "p1")), resolver(false)));

        assertThat(read("hosts")).isEqualTo(FIXED + "172.17.0.5\tali 4e73 p1\n172.17.0.4\tbox\n1.1.1.1\tmine\n");
        assertThat(inode("hosts")).isEqualTo(inode);
    }

    @Test
    void update_parentOfBothFamilies_eachLineIsReplacedByItsFamilys() throws IOException {
        HostFilesSpec before = spec(
                addresses("172.17.0.4", "fd00::4"),
                List.of(line("172.17.0.3", "ali", "4e73", "p1"), line("fd00::3", "ali", "4e73", "p1")),
                resolver(false));
        files.write(directory, before);
        assertThat(read("hosts"))
                .isEqualTo(FIXED + "172.17.0.3\tali 4e73 p1\nfd00::3\tali 4e73 p1\n172.17.0.4\tbox\nfd00::4\tbox\n");

        files.update(
                directory,
                before,
                spec(
                        addresses("172.17.0.4", "fd00::4"),
                        List.of(line("172.17.0.5", "ali", "4e73", "p1"), line("fd00::5", "ali", "4e73", "p1")),
                        resolver(false)));

        assertThat(read("hosts"))
                .isEqualTo(FIXED + "172.17.0.5\tali 4e73 p1\nfd00::5\tali 4e73 p1\n172.17.0.4\tbox\nfd00::4\tbox\n");
    }

    @Test
    void update_parentIsUnknownToBefore_itsOldLineGoesByAlias() throws IOException {
        files.write(
                directory, spec(addresses("172.17.0.4"), List.of(line("172.17.0.3", "ali", "4e73")), resolver(false)));

        files.update(
                directory,
                spec(addresses("172.17.0.4"), List.of(), resolver(false)),
                spec(addresses("172.17.0.4"), List.of(line("172.17.0.9", "ali", "4e73")), resolver(false)));

        assertThat(read("hosts")).isEqualTo(FIXED + "172.17.0.9\tali 4e73\n172.17.0.4\tbox\n");
    }

    @Test
    void update_anotherNetwork_addsAndRemovesOwnLines() throws IOException {
        HostFilesSpec one = spec(addresses("172.18.0.2"), List.of(), resolver(true));
        HostFilesSpec two = spec(addresses("172.18.0.2", "172.17.0.2"), List.of(), resolver(true));
        files.write(directory, one);

        files.update(directory, one, two);
        assertThat(read("hosts")).isEqualTo(FIXED + "172.18.0.2\tbox\n172.17.0.2\tbox\n");

        files.update(directory, two, one);
        assertThat(read("hosts")).isEqualTo(FIXED + "172.18.0.2\tbox\n");
    }

    @Test
    void resolvConf_defaultBridge_isTheHostsWithoutWhatIsNotReached() throws IOException {
        Files.writeString(hostFile, "nameserver 127.0.0.1\nnameserver ::1\nnameserver fd00::1\nnameserver 192.0.2.1\n");

        files.write(directory, spec(addresses("172.17.0.2"), List.of(), resolver(false)));

        assertThat(read("resolv.conf")).isEqualTo("nameserver 192.0.2.1\n");
    }

    @Test
    void resolvConf_onlyLocalServers_areReplacedByGoogles() throws IOException {
        Files.writeString(hostFile, "search example.org\nnameserver 127.0.1.1\n");

        files.write(directory, spec(addresses("172.17.0.2"), List.of(), resolver(false)));

        assertThat(read("resolv.conf")).isEqualTo("search example.org\nnameserver 8.8.8.8\nnameserver 8.8.4.4\n");
    }

    @Test
    void resolvConf_hostUsesResolved_itsServersAreTaken() throws IOException {
        Files.writeString(hostFile, "nameserver 127.0.0.53\n");
        Files.writeString(directory.resolve("systemd-resolv.conf"), "nameserver 192.0.2.99\n");

        files.write(directory, spec(addresses("172.17.0.2"), List.of(), resolver(false)));

        assertThat(read("resolv.conf")).isEqualTo("nameserver 192.0.2.99\n");
    }

    @Test
    void resolvConf_userDefinedNetwork_isEmbeddedWithNdots() throws IOException {
        files.write(directory, spec(addresses("172.18.0.2"), List.of(), resolver(true)));

        assertThat(read("resolv.conf")).isEqualTo("search example.org\nnameserver 127.0.0.11\noptions edns0 ndots:0\n");
    }

    @Test
    void resolvConf_usersChoice_replacesTheHosts() throws IOException {
        Resolver asked = new Resolver(
                false, hostFile, addresses("192.0.2.7", "fd00::7"), List.of("."), List.of("ndots:2", "rotate"));

        files.write(directory, spec(addresses("172.17.0.2"), List.of(), asked));

        assertThat(read("resolv.conf")).isEqualTo("nameserver 192.0.2.7\nnameserver fd00::7\noptions ndots:2 rotate\n");
    }

    @Test
    void resolvConf_usersNdots_isKeptOnEmbedded() throws IOException {
        Resolver asked = new Resolver(true, hostFile, List.of(), List.of("a.b"), List.of("ndots:3"));

        files.write(directory, spec(addresses("172.18.0.2"), List.of(), asked));

        assertThat(read("resolv.conf")).isEqualTo("search a.b\nnameserver 127.0.0.11\noptions ndots:3\n");
    }

    @Test
    void update_editedResolvConf_isLeftAlone() throws IOException {
        HostFilesSpec before = spec(addresses("172.17.0.2"), List.of(), resolver(false));
        HostFilesSpec after = spec(addresses("172.17.0.2", "172.18.0.2"), List.of(), resolver(true));
        files.write(directory, before);
        Files.writeString(directory.resolve("resolv.conf"), "nameserver 1.1.1.1\n");

        files.update(directory, before, after);

        assertThat(read("resolv.conf")).isEqualTo("nameserver 1.1.1.1\n");
    }

    @Test
    void update_firstUserDefinedNetwork_turnsResolvConfToEmbedded() throws IOException {
        HostFilesSpec before = spec(addresses("172.17.0.2"), List.of(), resolver(false));
        files.write(directory, before);
        Object inode = inode("resolv.conf");

        files.update(directory, before, spec(addresses("172.17.0.2", "172.18.0.2"), List.of(), resolver(true)));

        assertThat(read("resolv.conf")).contains("nameserver 127.0.0.11\n");
        assertThat(inode("resolv.conf")).isEqualTo(inode);
    }

    private Resolver resolver(boolean embedded) {
        return new Resolver(embedded, hostFile, List.of(), List.of(), List.of());
    }

    private static HostFilesSpec spec(List<InetAddress> addresses, List<HostLine> links, Resolver resolver) {
        return new HostFilesSpec("box", "", addresses, links, List.of(), resolver);
    }

    private static HostLine line(String address, String... names) {
        return new HostLine(Cidr.parseAddress(address), List.of(names));
    }

    private static List<InetAddress> addresses(String... texts) {
        return Stream.of(texts).map(Cidr::parseAddress).toList();
    }

    private String read(String name) throws IOException {
        return Files.readString(directory.resolve(name));
    }

    private Object inode(String name) throws IOException {
        return Files.getAttribute(directory.resolve(name), "unix:ino");
    }
}
