package dev.berth.runtime;

import dev.berth.runtime.cli.Cli;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The program: {@code berth daemon} is the engine, everything else is its command line. */
public final class BerthMain {
    private static final int BUFFER = 16 * 1024;

    private BerthMain() {}

    /** Runs one command line and exits with its code. */
    public static void main(String[] words) {
        PrintStream out = stream(FileDescriptor.out);
        PrintStream err = stream(FileDescriptor.err);
        int code = new Cli(System.getenv(), new FileInputStream(FileDescriptor.in), out, err).run(List.of(words));
        System.exit(code);
    }

    private static PrintStream stream(FileDescriptor descriptor) {
        return new PrintStream(
                new BufferedOutputStream(new FileOutputStream(descriptor), BUFFER), false, StandardCharsets.UTF_8);
    }
}
