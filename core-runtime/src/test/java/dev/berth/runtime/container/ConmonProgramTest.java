package dev.berth.runtime.container;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConmonProgramTest {
    @TempDir
    private Path directory;

    /** A program that says so, and how often it was asked. */
    private ConmonProgram saying(String help) throws IOException {
        return new ConmonProgram(program(help, 0));
    }

    private Path program(String help, int code) throws IOException {
        Path program = directory.resolve("conmon");
        Files.writeString(
                program, "#!/bin/sh\necho asked >> " + directory + "/asked\necho '" + help + "'\nexit " + code + "\n");
        assertThat(program.toFile().setExecutable(true)).isTrue();
        return program;
    }

    @Test
    void options_newProgram_skipsTheSyncAndIsAskedOnce() throws IOException {
        ConmonProgram program = saying("  --no-sync-log   Do not manually call sync");
        assertThat(program.options()).containsExactly("--no-sync-log");
        assertThat(program.options()).containsExactly("--no-sync-log");
        assertThat(Files.readAllLines(directory.resolve("asked"))).hasSize(1);
    }

    @Test
    void options_oldProgram_hasNone() throws IOException {
        assertThat(saying("  --sync   Keep the main conmon process").options()).isEmpty();
    }

    @Test
    void options_noProgram_hasNone() {
        assertThat(new ConmonProgram(directory.resolve("nobody")).options()).isEmpty();
    }

    @Test
    void options_noAnswer_isAskedAgain() throws IOException {
        ConmonProgram program = new ConmonProgram(directory.resolve("conmon"));
        assertThat(program.options()).isEmpty();
        program("  --no-sync-log", 1);
        assertThat(program.options()).isEmpty();
        program("  --no-sync-log", 0);
        assertThat(program.options()).containsExactly("--no-sync-log");
    }
}
