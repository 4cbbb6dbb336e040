package dev.berth.linux.testing;

import dev.berth.linux.sys.NetNs;
import java.util.List;

/** What the {@code nft} program says of a namespace: the judge of what we told libnftables. */
public final class Nft {
    private final List<String> prefix;

    private Nft(List<String> prefix) {
        this.prefix = prefix;
    }

    public static Nft in(NetNs namespace) {
        return new Nft(List.of("nsenter", "--net=" + namespace.path(), "--"));
    }

    public static Nft in(TestHost host) {
        return in(host.netns());
    }

    /** The whole ruleset, counters left out. */
    public String ruleset() {
        return HostCommand.of(prefix, "nft", "--stateless", "list", "ruleset")
                .run()
                .text();
    }

    /** Runs {@code nft -f -} on the commands. @throws AssertionError if it refuses them */
    public void run(String commands) {
        HostCommand.of(prefix, "nft", "-f", "-").input(commands).run().orFail();
    }
}
