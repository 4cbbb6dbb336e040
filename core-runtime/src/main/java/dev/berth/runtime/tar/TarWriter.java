package dev.berth.runtime.tar;

import dev.berth.linux.sys.ByteText;
import dev.berth.linux.sys.Fd;
import dev.berth.linux.sys.SparseFiles;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Writes an archive in pax format; extended headers only for what does not fit a plain one. The same members give the
 * same bytes.
 */
public final class TarWriter implements AutoCloseable {
    private static final int BUFFER = 1 << 16;
    private static final byte[] ZEROS = new byte[TarHeader.BLOCK];

    private final OutputStream out;

    /** @param out where the archive goes; not closed */
    public TarWriter(OutputStream out) {
        this.out = out;
    }

    /** A member without content. */
    public void add(TarEntry entry) throws IOException {
        add(entry, InputStream.nullInputStream());
    }

    /**
     * A member whose content is exactly {@code entry.size()} bytes: what is more is not written, what is missing is
     * zeros, for a file may change while it is read and the archive must stay whole.
     */
    public void add(TarEntry entry, InputStream content) throws IOException {
        begin(entry);
        byte[] buffer = new byte[BUFFER];
        long left = entry.size();
        while (left > 0) {
            int count = content.read(buffer, 0, (int) Math.min(left, BUFFER));
            if (count < 0) {
                break;
            }
            out.write(buffer, 0, count);
            left -= count;
        }
        writeZeros(left + padding(entry.size()));
    }

    private static int padding(long size) {
        return (int) (-size & (TarHeader.BLOCK - 1));
    }

    private void begin(TarEntry entry) throws IOException {
        writeHeaders(entry, entry.size(), new PaxRecords());
    }

    /** As {@link #add(TarEntry, InputStream)}, the content being that of an open file. */
    void add(TarEntry entry, Fd file, FileContent content) throws IOException {
        begin(entry);
        write(file, content, 0, entry.size());
        writeZeros(padding(entry.size()));
    }

    /** A member of which only the stretches of data are written. @param map of as many bytes as the entry has */
    void add(TarEntry entry, SparseMap map, Fd file, FileContent content) throws IOException {
        PaxRecords pax = new PaxRecords();
        pax.put("GNU.sparse.major", ascii("1"));
        pax.put("GNU.sparse.minor", ascii("0"));
        pax.put("GNU.sparse.name", ByteText.encode(entry.name()));
        pax.put("GNU.sparse.realsize", ascii(Long.toString(map.size())));
        byte[] encoded = map.encoded();
        long size = encoded.length + map.stored();
        writeHeaders(entry, size, pax);
        out.write(encoded);
        for (SparseFiles.Extent extent : map.data()) {
            write(file, content, extent.offset(), extent.length());
        }
        writeZeros(padding(size));
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private void write(Fd file, FileContent content, long offset, long length) throws IOException {
        if (out instanceof FileSink sink) {
            writeZeros(length - sink.send(file, offset, length));
            return;
        }
        for (long done = 0; done < length; ) {
            int count = content.read(file, offset + done, length - done);
            if (count == 0) {
                writeZeros(length - done);
                return;
            }
            out.write(content.bytes(), 0, count);
            done += count;
        }
    }

    /** Ends the archive and flushes; the stream stays open. */
    @Override
    public void close() throws IOException {
        writeZeros(2L * TarHeader.BLOCK);
        out.flush();
    }

    private void writeZeros(long count) throws IOException {
        for (long left = count; left > 0; left -= ZEROS.length) {
            out.write(ZEROS, 0, (int) Math.min(left, ZEROS.length));
        }
    }

    /** @param pax what else is to be told; gets more */
    private void writeHeaders(TarEntry entry, long size, PaxRecords pax) throws IOException {
        TarHeader header = TarHeader.empty(entry.type().flag());
        boolean directory = entry.type() == TarType.DIRECTORY;
        name(header, pax, ByteText.encode(directory ? entry.name() + "/" : entry.name()));
        linkName(header, pax, ByteText.encode(entry.linkName()));
        TarMetadata metadata = entry.metadata();
        header.number(TarHeader.MODE, metadata.mode());
        number(header, TarHeader.UID, metadata.uid(), pax, "uid");
        number(header, TarHeader.GID, metadata.gid(), pax, "gid");
        number(header, TarHeader.SIZE, size, pax, "size");
        time(header, pax, metadata);
        if (entry.type().isDevice()) {
            header.number(TarHeader.DEV_MAJOR, entry.device().major());
            header.number(TarHeader.DEV_MINOR, entry.device().minor());
        }
        metadata.xattrs().forEach((name, value) -> pax.put(PaxRecords.XATTR + name, value));
        if (!pax.isEmpty()) {
            writeExtended(pax.encoded());
        }
        out.write(header.sealed());
    }

    private void writeExtended(byte[] data) throws IOException {
        TarHeader header = TarHeader.empty('x');
        header.text(TarHeader.NAME, "PaxHeader".getBytes(StandardCharsets.US_ASCII));
        header.number(TarHeader.MODE, 0644);
        header.number(TarHeader.UID, 0);
        header.number(TarHeader.GID, 0);
        header.number(TarHeader.MTIME, 0);
        header.number(TarHeader.SIZE, data.length);
        out.write(header.sealed());
        out.write(data);
        writeZeros(-data.length & (TarHeader.BLOCK - 1));
    }

    private static void name(TarHeader header, PaxRecords pax, byte[] name) {
        Optional<Integer> split = isAscii(name) ? split(name) : Optional.empty();
        if (split.isEmpty()) {
            pax.put("path", name);
            header.text(TarHeader.NAME, shortened(name));
            return;
        }
        int at = split.get();
        if (at > 0) {
            header.text(TarHeader.PREFIX, java.util.Arrays.copyOf(name, at));
            header.text(TarHeader.NAME, java.util.Arrays.copyOfRange(name, at + 1, name.length));
        } else {
            header.text(TarHeader.NAME, name);
        }
    }

    /** Where the name can be cut at a slash into prefix and name; 0 if it fits whole; empty if it does not fit. */
    private static Optional<Integer> split(byte[] name) {
        if (name.length <= TarHeader.NAME.length()) {
            return Optional.of(0);
        }
        for (int i = Math.min(name.length - 2, TarHeader.PREFIX.length()); i > 0; i--) {
            if (name[i] == '/' && name.length - i - 1 <= TarHeader.NAME.length()) {
                return Optional.of(i);
            }
        }
        return Optional.empty();
    }

    private static void linkName(TarHeader header, PaxRecords pax, byte[] target) {
        if (target.length > TarHeader.LINK_NAME.length() || !isAscii(target)) {
            pax.put("linkpath", target);
        }
        header.text(TarHeader.LINK_NAME, shortened(target));
    }

    private static void number(TarHeader header, TarHeader.Field field, long value, PaxRecords pax, String key) {
        boolean fits = value <= field.maximum();
        header.number(field, fits ? value : 0);
        if (!fits) {
            pax.put(key, Long.toString(value).getBytes(StandardCharsets.US_ASCII));
        }
    }

    private static void time(TarHeader header, PaxRecords pax, TarMetadata metadata) {
        long seconds = metadata.mtime().getEpochSecond();
        boolean fits = seconds >= 0 && seconds <= TarHeader.MTIME.maximum();
        header.number(TarHeader.MTIME, fits ? seconds : 0);
        if (!fits || metadata.mtime().getNano() != 0) {
            String text = PaxRecords.timeText(metadata.mtime());
            pax.put("mtime", text.getBytes(StandardCharsets.US_ASCII));
        }
    }

    /** For readers that know no pax: the beginning, ASCII only. */
    private static byte[] shortened(byte[] text) {
        byte[] copy = java.util.Arrays.copyOf(text, Math.min(text.length, TarHeader.NAME.length()));
        for (int i = 0; i < copy.length; i++) {
            copy[i] = copy[i] < 0 ? (byte) '_' : copy[i];
        }
        return copy;
    }

    private static boolean isAscii(byte[] text) {
        for (byte b : text) {
            if (b < 0) {
                return false;
            }
        }
        return true;
    }
}
