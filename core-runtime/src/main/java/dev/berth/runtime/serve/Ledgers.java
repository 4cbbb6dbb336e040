package dev.berth.runtime.serve;

import dev.berth.plugin.server.PluginType;
import dev.berth.plugin.wire.NameProtocol;
import dev.berth.plugin.wire.NetworkProtocol;
import dev.berth.plugin.wire.PluginJson;
import java.nio.file.Path;

/** What each type of plugin must remember beyond what its driver keeps by itself. */
final class Ledgers {
    private Ledgers() {}

    /** Networks. */
    static PluginType networks(PluginType type, Path state) {
        return new CallLedger(
                        state.resolve("networks"),
                        NetworkProtocol.CREATE_NETWORK,
                        NetworkProtocol.DELETE_NETWORK,
                        body -> PluginJson.read(body, NetworkProtocol.NetworkReference.class)
                                .networkId())
                .keep(type);
    }

    /** Names, and the sandboxes that they are answered in. */
    static PluginType names(PluginType type, Path state) {
        CallLedger names =
                new CallLedger(state.resolve("names"), NameProtocol.REGISTER, NameProtocol.WITHDRAW, Ledgers::endpoint);
        CallLedger sandboxes = new CallLedger(
                state.resolve("sandboxes"),
                NameProtocol.ATTACH,
                NameProtocol.DETACH,
                body -> PluginJson.read(body, NameProtocol.SandboxReference.class)
                        .sandboxId());
        return sandboxes.keep(names.keep(type));
    }

    private static String endpoint(byte[] body) {
        NameProtocol.Withdrawal call = PluginJson.read(body, NameProtocol.Withdrawal.class);
        return call.networkId() + "/" + call.endpointId();
    }
}
