package dev.berth.linux.sys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PipeWriterTest {
    private final Pipe pipe = Pipes.create();

    @TempDir
    private Path directory;

    @AfterEach
    void close() {
        pipe.close();
    }

    private PipeWriter.Name name(long inode) {
        FileStatus status = FileCalls.status(pipe.write());
        long process = ProcessHandle.current().pid();
        return new PipeWriter.Name(process, pipe.write().number(), status.device(), status.inode() + inode);
    }

    private PipeWriter open() {
        return PipeWriter.open(name(0), () -> {}).orElseThrow();
    }

    private static ByteBuffer direct(byte[] bytes) {
        return ByteBuffer.allocateDirect(bytes.length).put(bytes);
    }

    /** What comes out until both ends for writing are closed. */
    private CompletableFuture<byte[]> read() {
        return CompletableFuture.supplyAsync(() -> {
            try (InputStream in = FdStreams.input(pipe.read())) {
                return in.readAllBytes();
            } catch (IOException failure) {
                throw new java.io.UncheckedIOException(failure);
            }
        });
    }

    @Test
    void bytesAndFiles_comeOutInTheirOrder_howeverManyTheyAre() throws IOException {
        byte[] content = new byte[3_000_000];
        new Random(1).nextBytes(content);
        Path file = Files.write(directory.resolve("file"), content);
        byte[] expected = new byte[6_000_000 - 7];
        System.arraycopy(content, 0, expected, 0, content.length);
        System.arraycopy(content, 7, expected, content.length, content.length - 7);
        CompletableFuture<byte[]> out = read();
        try (PipeWriter writer = open();
                Fd open = FileCalls.open(file, OpenFlags.READ_ONLY, 0)) {
            writer.widen();
            writer.write(direct(content), content.length);
            assertThat(writer.splice(open, 7, 9_000_000)).isEqualTo(content.length - 7);
        }
        pipe.write().close();
        assertThat(out.join()).isEqualTo(expected);
    }

    @Test
    void open_otherPipeOrNone_isRefused() throws IOException {
        assertThat(PipeWriter.open(name(1), () -> {})).isEmpty();
        assertThat(PipeWriter.open(new PipeWriter.Name(ProcessHandle.current().pid(), 99_999, 1, 1), () -> {}))
                .isEmpty();
        Path file = Files.createFile(directory.resolve("file"));
        try (Fd open = FileCalls.open(file, OpenFlags.WRITE_ONLY, 0)) {
            FileStatus status = FileCalls.status(open);
            assertThat(PipeWriter.open(
                            new PipeWriter.Name(
                                    ProcessHandle.current().pid(), open.number(), status.device(), status.inode()),
                            () -> {}))
                    .isEmpty();
        }
    }

    @Test
    void write_nobodyReads_endsWhenItIsNotWantedAnyMore() {
        IllegalStateException enough = new IllegalStateException("enough");
        try (PipeWriter writer = PipeWriter.open(name(0), () -> {
                    throw enough;
                })
                .orElseThrow()) {
            assertThatThrownBy(() -> writer.write(ByteBuffer.allocateDirect(1 << 20), 1 << 20))
                    .isSameAs(enough);
        }
    }

    @Test
    void write_readerHasGone_isABrokenPipe() {
        try (PipeWriter writer = open()) {
            pipe.read().close();
            assertThatThrownBy(() -> writer.write(ByteBuffer.allocateDirect(10), 10))
                    .isInstanceOfSatisfying(
                            ErrnoException.class,
                            failure -> assertThat(failure.errno()).isEqualTo(Errno.EPIPE));
        }
    }
}
