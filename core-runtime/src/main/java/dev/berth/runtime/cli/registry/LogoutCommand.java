package dev.berth.runtime.cli.registry;

import dev.berth.runtime.cli.Command;
import dev.berth.runtime.cli.Context;
import dev.berth.runtime.cli.Flags;
import dev.berth.runtime.cli.Sheet;
import java.io.IOException;

/** {@code berth logout}. */
public final class LogoutCommand implements Command {
    @Override
    public Sheet sheet() {
        return Sheet.between(
                0, 1, "[SERVER]", "Log out from a registry. If no server is specified, Docker Hub is meant");
    }

    @Override
    public int run(Flags flags, Context context) throws IOException {
        String server = LoginStore.key(flags.argument(0));
        boolean known = LoginStore.read(context.environment()).erase(server);
        context.line((known ? "Removing login credentials for " : "Not logged in to ") + server);
        return 0;
    }
}
