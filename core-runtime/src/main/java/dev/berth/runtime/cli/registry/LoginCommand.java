package dev.berth.runtime.cli.registry;

import dev.berth.runtime.cli.CliException;
import dev.berth.runtime.cli.Command;
import dev.berth.runtime.cli.Context;
import dev.berth.runtime.cli.Flag;
import dev.berth.runtime.cli.Flags;
import dev.berth.runtime.cli.Sheet;
import dev.berth.runtime.cli.http.Request;
import dev.berth.runtime.cli.json.JsonValue;
import java.io.BufferedInputStream;
import java.io.Console;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** {@code berth login}. */
public final class LoginCommand implements Command {
    private static final int LONGEST_PASSWORD = 64 * 1024;

    @Override
    public Sheet sheet() {
        return Sheet.between(
                0,
                1,
                "[OPTIONS] [SERVER]",
                "Log in to a registry. If no server is specified, Docker Hub is meant",
                Flag.value("password", "p", "string", "Password"),
                Flag.toggle("password-stdin", "", "Take the password from stdin"),
                Flag.value("username", "u", "string", "Username"));
    }

    @Override
    public int run(Flags flags, Context context) throws IOException {
        String server = LoginStore.key(flags.argument(0));
        LoginStore store = LoginStore.read(context.environment());
        Login login = login(flags, context, store, server);
        JsonValue answer = context.engine().call(Request.post("auth").json(login.json(server)));
        String token = answer.at("IdentityToken").text();
        store.store(server, token.isEmpty() ? login : new Login(Login.TOKEN, token));
        if (store.isPlain(server)) {
            context.err()
                    .print("WARNING! Your password will be stored unencrypted in " + store.file()
                            + ".\nConfigure a credential helper to remove this warning. See\n"
                            + "https://docs.docker.com/engine/reference/commandline/login/#credentials-store\n\n");
        }
        String status = answer.at("Status").text();
        context.line(status.isEmpty() ? "Login Succeeded" : status);
        return 0;
    }

    private static Login login(Flags flags, Context context, LoginStore store, String server) throws IOException {
        if (flags.on("password-stdin")) {
            return fromInput(flags, context);
        }
        if (!flags.text("password").isEmpty()) {
            context.err().print("WARNING! Using --password via the CLI is insecure. Use --password-stdin.\n");
        } else if (!flags.has("username")) {
            Optional<Login> known = store.find(server);
            if (known.isPresent()) {
                context.line("Authenticating with existing credentials...");
                return known.get();
            }
        }
        String username = flags.optional("username").orElseGet(() -> asked("Username: ", true));
        String password = flags.optional("password").orElseGet(() -> asked("Password: ", false));
        if (username.isEmpty() || password.isEmpty()) {
            throw new CliException(1, "Error: username and password required");
        }
        return new Login(username, password);
    }

    private static Login fromInput(Flags flags, Context context) throws IOException {
        if (flags.text("username").isEmpty()) {
            throw new CliException(1, "Must provide --username with --password-stdin");
        }
        if (!flags.text("password").isEmpty()) {
            throw new CliException(1, "--password and --password-stdin are mutually exclusive");
        }
        // a file stream's own readNBytes seeks, which a pipe cannot
        InputStream in = new BufferedInputStream(context.in());
        String password = new String(in.readNBytes(LONGEST_PASSWORD), StandardCharsets.UTF_8);
        return new Login(flags.text("username"), password.replaceAll("[\r\n]+$", ""));
    }

    private static String asked(String question, boolean shown) {
        Console console = System.console();
        if (console == null) {
            throw new CliException(1, "Error: Cannot perform an interactive login from a non TTY device");
        }
        if (shown) {
            return String.valueOf(console.readLine("%s", question)).strip();
        }
        char[] secret = console.readPassword("%s", question);
        return secret == null ? "" : new String(secret);
    }
}
