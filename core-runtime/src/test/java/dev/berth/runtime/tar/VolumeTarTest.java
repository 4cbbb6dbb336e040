package dev.berth.runtime.tar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.linux.sys.FdStreams;
import dev.berth.linux.sys.FileCalls;
import dev.berth.linux.sys.FileStatus;
import dev.berth.linux.sys.Pipe;
import dev.berth.linux.sys.PipeWriter;
import dev.berth.linux.sys.Pipes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An archive that goes into a pipe, of which {@link SparseTarTest} and the conformance suite say what is in it. */
class VolumeTarTest {
    @TempDir
    private Path source;

    @BeforeEach
    void makeFiles() throws IOException {
        Random random = new Random(1);
        for (int size : new int[] {0, 1, 511, 512, 4096, 4097, 70_000, 3_000_000}) {
            byte[] content = new byte[size];
            random.nextBytes(content);
            Files.write(source.resolve("file" + size), content);
        }
        FileCalls.link(
                source.resolve("file512"),
                Files.createDirectory(source.resolve("d")).resolve("linked"));
        Files.createSymbolicLink(source.resolve("link"), Path.of("nowhere"));
    }

    private static PipeWriter writer(Pipe pipe) {
        FileStatus status = FileCalls.status(pipe.write());
        PipeWriter.Name name = new PipeWriter.Name(
                ProcessHandle.current().pid(), pipe.write().number(), status.device(), status.inode());
        return PipeWriter.open(name, () -> {}).orElseThrow();
    }

    @Test
    void write_toAPipe_givesTheSameBytes() throws IOException {
        ByteArrayOutputStream plain = new ByteArrayOutputStream();
        VolumeTar.write(source, plain);
        try (Pipe pipe = Pipes.create()) {
            CompletableFuture<byte[]> read = CompletableFuture.supplyAsync(() -> {
                try {
                    return FdStreams.input(pipe.read()).readAllBytes();
                } catch (IOException failure) {
                    throw new UncheckedIOException(failure);
                }
            });
            try (PipeWriter writer = writer(pipe)) {
                PipeOutput out = new PipeOutput(writer);
                VolumeTar.write(source, out);
                assertThat(out.written()).isEqualTo(plain.size());
            }
            pipe.write().close();
            assertThat(read.join()).isEqualTo(plain.toByteArray());
        }
    }

    /** Not as a file that has vanished, which is passed over. */
    @Test
    void write_toAPipeThatNobodyReads_fails() {
        try (Pipe pipe = Pipes.create();
                PipeWriter writer = writer(pipe)) {
            pipe.read().close();
            assertThatThrownBy(() -> VolumeTar.write(source, new PipeOutput(writer)))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("Broken pipe");
        }
    }
}
