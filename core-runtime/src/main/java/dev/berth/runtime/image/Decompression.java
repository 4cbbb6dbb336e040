package dev.berth.runtime.image;

import com.github.luben.zstd.ZstdInputStream;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.tukaani.xz.XZInputStream;

/** Archives as they come: plain or compressed, told by their first bytes. */
public final class Decompression {
    private static final byte[] GZIP = {0x1f, (byte) 0x8b};
    private static final byte[] BZIP2 = {'B', 'Z', 'h'};
    private static final byte[] XZ = {(byte) 0xfd, '7', 'z', 'X', 'Z', 0};
    private static final byte[] ZSTD = {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd};
    private static final int LONGEST = XZ.length;
    private static final int BUFFER = 1 << 16;

    private Decompression() {}

    /** The plain bytes. */
    public static InputStream open(InputStream in) throws IOException {
        BufferedInputStream buffered = new BufferedInputStream(in, BUFFER);
        buffered.mark(LONGEST);
        byte[] start = buffered.readNBytes(LONGEST);
        buffered.reset();
        if (startsWith(start, GZIP)) {
            return new GZIPInputStream(buffered, BUFFER);
        }
        if (startsWith(start, BZIP2)) {
            return new BZip2CompressorInputStream(buffered, true);
        }
        if (startsWith(start, XZ)) {
            return new XZInputStream(buffered);
        }
        if (startsWith(start, ZSTD)) {
            return new ZstdInputStream(buffered);
        }
        return buffered;
    }

    private static boolean startsWith(byte[] data, byte[] magic) {
        return data.length >= magic.length && Arrays.equals(data, 0, magic.length, magic, 0, magic.length);
    }
}
