package dev.berth.runtime.tar;

import dev.berth.linux.sys.ByteText;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.Optional;

/**
 * Reads an archive member by member: POSIX (ustar, pax) and GNU formats, files with holes included.
 *
 * <pre>{@code
 * TarReader reader = new TarReader(in);
 * for (Optional<TarEntry> entry = reader.next(); entry.isPresent(); entry = reader.next()) {
 *     use(entry.get(), reader.content());
 * }
 * }</pre>
 */
public final class TarReader {
    /** More than any header needs; guards against one that claims gigabytes. */
    private static final int MAX_EXTENDED = 1 << 20;

    private final InputStream in;
    private Content content;
    private InputStream shown;
    private PaxRecords global = new PaxRecords();
    private boolean ended;

    /** @param in the archive, uncompressed; not closed */
    public TarReader(InputStream in) {
        this.in = in;
        this.content = new Content(in, 0);
        this.shown = content;
    }

    /**
     * The next member; what was left unread of the last one is skipped.
     *
     * @return empty at the end of the archive
     * @throws TarFormatException the bytes are no archive, or it is cut short
     */
    public Optional<TarEntry> next() throws IOException {
        PaxRecords own = new PaxRecords();
        while (!ended) {
            content.finish();
            TarHeader header = readHeader();
            if (ended) {
                break;
            }
            long size = header.size().orElseThrow(() -> new TarFormatException("a size is negative"));
            switch (header.type()) {
                case 'g' -> global = global.overlaidBy(PaxRecords.parse(extended(size)));
                case 'x', 'X' -> own = own.overlaidBy(PaxRecords.parse(extended(size)));
                case 'L' -> own.put("path", withoutEnd(extended(size)));
                case 'K' -> own.put("linkpath", withoutEnd(extended(size)));
                case 'V' -> content = new Content(in, size);
                default -> {
                    return Optional.of(member(header, global.overlaidBy(own)));
                }
            }
        }
        return Optional.empty();
    }

    /** The content of the member that {@link #next} gave last; valid until the next call. */
    public InputStream content() {
        return shown;
    }

    private TarHeader readHeader() throws IOException {
        byte[] block = in.readNBytes(TarHeader.BLOCK);
        TarHeader header = new TarHeader(block);
        if (block.length == 0 || (block.length == TarHeader.BLOCK && header.isZero())) {
            ended = true;
            return header;
        }
        if (block.length < TarHeader.BLOCK) {
            throw new TarFormatException("the archive is cut short within a header");
        }
        if (!header.checksumHolds()) {
            throw new TarFormatException("a header's checksum is wrong: this is no tar archive or a damaged one");
        }
        return header;
    }

    private byte[] extended(long size) throws IOException {
        if (size > MAX_EXTENDED) {
            throw new TarFormatException("an extended header of " + size + " bytes; the limit is " + MAX_EXTENDED);
        }
        content = new Content(in, size);
        byte[] data = content.readAllBytes();
        if (!content.finish()) {
            throw new TarFormatException("the archive is cut short within a header");
        }
        return data;
    }

    private static byte[] withoutEnd(byte[] name) {
        int length = name.length;
        while (length > 0 && name[length - 1] == 0) {
            length--;
        }
        return java.util.Arrays.copyOf(name, length);
    }

    private TarEntry member(TarHeader header, PaxRecords pax) throws IOException {
        String rawName = pax.text("GNU.sparse.name").or(() -> pax.text("path")).orElse(headerName(header));
        TarType type = type(header, rawName);
        long stored = pax.number("size").orElse(header.number(TarHeader.SIZE));
        boolean hasContent = type == TarType.FILE;
        Optional<SparseMap> extended =
                header.type() == 'S' ? Optional.of(SparseHeader.read(header, in)) : Optional.empty();
        // Old archives give sizes to links and directories, where no content follows.
        content = new Content(in, hasContent ? stored : 0);
        Optional<SparseMap> map = extended.isPresent() || !hasContent ? extended : SparseHeader.read(pax, content);
        shown = map.isPresent() ? new SparseInput(content, map.get()) : content;
        if (map.isPresent() && map.get().stored() != content.left) {
            throw new TarFormatException("member " + rawName + " has not as much data as its map of holes tells");
        }
        long size = map.map(SparseMap::size).orElse(stored);
        boolean link = type == TarType.HARD_LINK || type == TarType.SYMLINK;
        String linkName = link ? pax.text("linkpath").orElse(ByteText.decode(header.text(TarHeader.LINK_NAME))) : "";
        String name = rawName.endsWith("/") ? rawName.replaceAll("/+$", "") : rawName;
        try {
            return new TarEntry(
                    name, type, metadata(header, pax), hasContent ? size : 0, linkName, device(header, type));
        } catch (IllegalArgumentException outOfRange) {
            throw new TarFormatException("member " + name + " has values out of range", outOfRange);
        }
    }

    private static String headerName(TarHeader header) {
        String name = ByteText.decode(header.text(TarHeader.NAME));
        String prefix = header.isUstar() ? ByteText.decode(header.text(TarHeader.PREFIX)) : "";
        return prefix.isEmpty() ? name : prefix + "/" + name;
    }

    private static TarType type(TarHeader header, String name) throws TarFormatException {
        return switch (header.type()) {
            // Before POSIX a directory was told by its slash.
            case '\0', '0', '7', 'S' -> name.endsWith("/") ? TarType.DIRECTORY : TarType.FILE;
            case '1' -> TarType.HARD_LINK;
            case '2' -> TarType.SYMLINK;
            case '3' -> TarType.CHAR_DEVICE;
            case '4' -> TarType.BLOCK_DEVICE;
            case '5' -> TarType.DIRECTORY;
            case '6' -> TarType.FIFO;
            default -> throw new TarFormatException("member " + name + " has the unknown type '" + header.type() + "'");
        };
    }

    private static TarMetadata metadata(TarHeader header, PaxRecords pax) throws TarFormatException {
        Instant mtime = pax.time("mtime").orElse(Instant.ofEpochSecond(header.number(TarHeader.MTIME)));
        return new TarMetadata(
                (int) (header.number(TarHeader.MODE) & 07777),
                pax.number("uid").orElse(header.number(TarHeader.UID)),
                pax.number("gid").orElse(header.number(TarHeader.GID)),
                mtime,
                pax.xattrs());
    }

    private static TarEntry.Device device(TarHeader header, TarType type) throws TarFormatException {
        return type.isDevice()
                ? new TarEntry.Device(
                        (int) header.number(TarHeader.DEV_MAJOR), (int) header.number(TarHeader.DEV_MINOR))
                : TarEntry.Device.NONE;
    }

    /** A member's bytes; ends with them, and is closed by nobody. */
    private static final class Content extends InputStream {
        private final InputStream in;
        private final int padding;
        private long left;
        private boolean finished;

        Content(InputStream in, long size) {
            this.in = in;
            this.left = size;
            this.padding = (int) (-size & (TarHeader.BLOCK - 1));
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            if (left == 0) {
                return -1;
            }
            int count = in.read(target, offset, (int) Math.min(length, left));
            if (count < 0) {
                throw new TarFormatException("the archive is cut short, " + left + " bytes of a member are missing");
            }
            left -= count;
            return count;
        }

        /** @return false if what fills the last block is missing, which is tolerable at the end of an archive */
        boolean finish() throws IOException {
            if (finished) {
                return true;
            }
            finished = true;
            try {
                in.skipNBytes(left);
                // Docker's command leaves out what fills the last block where it changes a context on its way.
                left = 0;
                return in.readNBytes(padding).length == padding;
            } catch (EOFException cut) {
                throw new TarFormatException("the archive is cut short within a member", cut);
            }
        }
    }
}
