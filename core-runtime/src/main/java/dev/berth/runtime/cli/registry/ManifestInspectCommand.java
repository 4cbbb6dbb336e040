package dev.berth.runtime.cli.registry;

import dev.berth.plugin.EngineException;
import dev.berth.runtime.cli.CliException;
import dev.berth.runtime.cli.Command;
import dev.berth.runtime.cli.Context;
import dev.berth.runtime.cli.Flag;
import dev.berth.runtime.cli.Flags;
import dev.berth.runtime.cli.Sheet;
import dev.berth.runtime.cli.json.JsonText;
import dev.berth.runtime.registry.RemoteManifests;
import dev.berth.runtime.registry.http.Credentials;
import dev.berth.runtime.registry.http.Pauses;
import dev.berth.runtime.registry.http.Transport;
import java.io.IOException;
import java.util.List;

/** {@code berth manifest inspect}: asks the registry itself, as Docker's does; no engine is needed. */
public final class ManifestInspectCommand implements Command {
    @Override
    public Sheet sheet() {
        return Sheet.exactly(
                1,
                "[OPTIONS] MANIFEST",
                "Display an image manifest, or manifest list",
                Flag.toggle("insecure", "", "Allow communication with an insecure registry"));
    }

    @Override
    public int run(Flags flags, Context context) throws IOException {
        String name = flags.argument(0);
        int slash = name.indexOf('/');
        List<String> insecure = flags.on("insecure") && slash > 0 ? List.of(name.substring(0, slash)) : List.of();
        Credentials credentials = LoginStore.read(context.environment())
                .find(LoginStore.serverOf(name))
                .orElse(Login.NONE)
                .credentials();
        Transport transport = new Transport(context.environment(), "docker/20.10 berth", Pauses.REAL);
        try {
            byte[] json = RemoteManifests.of(transport, insecure).raw(name, credentials);
            context.line(JsonText.indented(JsonText.read(json)));
            return 0;
        } catch (EngineException refused) {
            throw new CliException(1, refused.getMessage() == null ? name : refused.getMessage());
        }
    }
}
