package dev.berth.runtime.tar;

import dev.berth.linux.sys.SparseFiles.Extent;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Maps of holes as GNU tar has written them over the years. */
final class SparseHeader {
    private static final int IN_HEADER = 4;
    private static final int IN_BLOCK = 21;
    private static final int NUMBER = 12;
    private static final int BLOCK_MORE = 504;

    private SparseHeader() {}

    /** Of type {@code S}: in the header, and in blocks that follow it. @param in where those would begin */
    static SparseMap read(TarHeader header, InputStream in) throws IOException {
        List<Extent> data = new ArrayList<>();
        add(header, TarHeader.SPARSE_BEGIN, IN_HEADER, data);
        boolean more = header.octet(TarHeader.SPARSE_MORE) != 0;
        while (more) {
            byte[] block = in.readNBytes(TarHeader.BLOCK);
            if (block.length < TarHeader.BLOCK || data.size() > SparseMap.MOST) {
                throw new TarFormatException("a map of holes is cut short, or too long");
            }
            TarHeader numbers = new TarHeader(block);
            add(numbers, 0, IN_BLOCK, data);
            more = numbers.octet(BLOCK_MORE) != 0;
        }
        return SparseMap.checked(header.number(TarHeader.SPARSE_SIZE), data);
    }

    private static void add(TarHeader header, int from, int count, List<Extent> data) throws TarFormatException {
        for (int i = 0; i < count; i++) {
            int at = from + 2 * i * NUMBER;
            if (header.octet(at) == 0 && header.octet(at + NUMBER) == 0) {
                return;
            }
            long offset = header.number(new TarHeader.Field(at, NUMBER));
            data.add(new Extent(offset, header.number(new TarHeader.Field(at + NUMBER, NUMBER))));
        }
    }

    /** Of pax, formats 0.1 and 1.0. @param content whose begin is the map in 1.0; empty if there are no holes */
    static Optional<SparseMap> read(PaxRecords pax, InputStream content) throws IOException {
        if (!pax.hasPrefix("GNU.sparse.")) {
            return Optional.empty();
        }
        Optional<Long> size = pax.number("GNU.sparse.realsize");
        if (pax.text("GNU.sparse.major").filter("1"::equals).isPresent() && size.isPresent()) {
            return Optional.of(SparseMap.read(content, size.get()));
        }
        Optional<Long> older = pax.number("GNU.sparse.size");
        Optional<String> map = pax.text("GNU.sparse.map");
        if (older.isPresent() && map.isPresent()) {
            return Optional.of(SparseMap.parse(map.get(), older.get()));
        }
        throw new TarFormatException("a member with holes in an unknown format");
    }
}
