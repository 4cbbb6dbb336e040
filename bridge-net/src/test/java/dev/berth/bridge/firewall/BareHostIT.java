package dev.berth.bridge.firewall;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.linux.sys.NetNs;
import dev.berth.linux.testing.HostCommand;
import dev.berth.linux.testing.NetNsTest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** The rules on a host without /etc/protocols, which Debian has in a package of its own: nft knows no names there. */
@NetNsTest
class BareHostIT {
    @Test
    void rules_nameNoProtocol(NetNs namespace) throws IOException {
        String rules = NftRules.skeleton() + golden("published") + golden("ranges") + golden("permit");
        String said = HostCommand.here(
                        "nsenter",
                        "--net=" + namespace.path(),
                        "unshare",
                        "--mount",
                        "--propagation",
                        "private",
                        "sh",
                        "-c",
                        "mount --bind /dev/null /etc/protocols && exec nft --check --file -")
                .input(rules)
                .run()
                .text();
        assertThat(said).isEmpty();
    }

    private static String golden(String name) throws IOException {
        try (InputStream in = BareHostIT.class.getResourceAsStream(name + ".nft")) {
            assertThat(in).as(name).isNotNull();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
