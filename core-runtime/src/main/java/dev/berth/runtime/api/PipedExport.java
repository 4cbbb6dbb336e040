package dev.berth.runtime.api;

import dev.berth.linux.sys.PipeWriter;
import dev.berth.plugin.EngineException.InvalidParameter;
import dev.berth.runtime.backup.VolumeTransfer;
import dev.berth.runtime.state.Json;
import dev.berth.runtime.tar.PipeOutput;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/**
 * An archive that goes into a pipe of the client's own rather than through the connection, over which it would be copied
 * four times more: {@code pipe=PROCESS:DESCRIPTOR:DEVICE:INODE}. The answer then says what came of it. A client whose pipe
 * cannot be found, as it is in a container, gets the archive itself.
 */
final class PipedExport {
    private PipedExport() {}

    /** @throws InvalidParameter the text names no pipe */
    static PipeWriter.Name name(String text) {
        String[] part = text.split(":", -1);
        try {
            if (part.length == 4) {
                return new PipeWriter.Name(
                        Long.parseLong(part[0]),
                        Integer.parseInt(part[1]),
                        Long.parseLong(part[2]),
                        Long.parseLong(part[3]));
            }
        } catch (NumberFormatException bad) {
            throw new InvalidParameter("bad parameter: pipe=" + text, bad);
        }
        throw new InvalidParameter("bad parameter: pipe=" + text);
    }

    /** @return false if there is no such pipe; nothing was done then */
    static boolean isDone(VolumeTransfer transfer, String volume, PipeWriter.Name name, Reply reply) {
        transfer.requireVolume(volume);
        Interest interest = new Interest();
        Optional<PipeWriter> found = PipeWriter.open(name, interest);
        if (found.isEmpty()) {
            return false;
        }
        ResponseSink sink = reply.stream(200, Reply.JSON);
        interest.sink = Optional.of(sink);
        try (PipeWriter pipe = found.get()) {
            PipeOutput tar = new PipeOutput(pipe);
            transfer.export(volume, tar);
            answer(sink, "Bytes", tar.written());
        } catch (IOException | RuntimeException failure) {
            answer(sink, "Error", String.valueOf(failure.getMessage()));
        }
        return true;
    }

    /** Gives up once nobody waits for the answer. */
    private static final class Interest implements Runnable {
        private Optional<ResponseSink> sink = Optional.empty();

        @Override
        public void run() {
            if (sink.isPresent() && sink.get().isUnheard()) {
                throw new UncheckedIOException(new IOException("client has gone"));
            }
        }
    }

    private static void answer(ResponseSink sink, String key, Object value) {
        String text = Json.write(Map.of(key, value));
        sink.write(Unpooled.wrappedBuffer(text.getBytes(StandardCharsets.UTF_8)));
        sink.end();
    }
}
