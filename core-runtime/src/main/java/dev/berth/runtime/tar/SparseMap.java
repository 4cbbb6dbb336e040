package dev.berth.runtime.tar;

import dev.berth.linux.sys.SparseFiles.Extent;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Where the data of a member with holes is; the archive has only that.
 *
 * @param size bytes of the file with its holes
 * @param data stretches in their order, apart from each other, within the size
 * @see <a href="https://www.gnu.org/software/tar/manual/html_node/Sparse-Formats.html">GNU tar, sparse formats</a>
 */
record SparseMap(long size, List<Extent> data) {
    /** A map of more is no map of a real file, or not worth it. */
    static final int MOST = 1 << 20;

    private static final int LONGEST_NUMBER = 20;

    SparseMap {
        data = List.copyOf(data);
    }

    /** @throws TarFormatException no file can be so */
    static SparseMap checked(long size, List<Extent> data) throws TarFormatException {
        long end = 0;
        for (Extent extent : data) {
            if (extent.offset() < end || extent.length() < 0 || extent.length() > size - extent.offset()) {
                throw new TarFormatException("a map of holes that cannot be");
            }
            end = extent.offset() + extent.length();
        }
        return new SparseMap(size, data);
    }

    /** Bytes of data. */
    long stored() {
        return data.stream().mapToLong(Extent::length).sum();
    }

    /** As format 1.0 has it before the data: numbers, each on a line, and zeros up to a whole block. */
    byte[] encoded() {
        StringBuilder text = new StringBuilder().append(data.size()).append('\n');
        data.forEach(extent -> text.append(extent.offset())
                .append('\n')
                .append(extent.length())
                .append('\n'));
        byte[] bytes = text.toString().getBytes(StandardCharsets.US_ASCII);
        return Arrays.copyOf(bytes, bytes.length + (-bytes.length & TarHeader.BLOCK - 1));
    }

    /** Reads what {@link #encoded} writes. @param content of the member */
    static SparseMap read(InputStream content, long size) throws IOException {
        BlockNumbers numbers = new BlockNumbers(content);
        return of(size, numbers::next);
    }

    /** The map of format 0.1: numbers with commas between them. */
    static SparseMap parse(String text, long size) throws IOException {
        List<String> words = text.isEmpty() ? List.of() : List.of(text.split(",", -1));
        int[] at = {0};
        List<String> all = new ArrayList<>();
        all.add(Integer.toString(words.size() / 2));
        all.addAll(words);
        return of(size, () -> {
            if (at[0] == all.size()) {
                throw new TarFormatException("a map of holes is cut short");
            }
            return number(all.get(at[0]++));
        });
    }

    /** Gives the next number. */
    @FunctionalInterface
    private interface Numbers {
        long next() throws IOException;
    }

    private static SparseMap of(long size, Numbers numbers) throws IOException {
        long count = numbers.next();
        if (count > MOST) {
            throw new TarFormatException("a map of " + count + " stretches of data; the limit is " + MOST);
        }
        List<Extent> data = new ArrayList<>();
        for (long i = 0; i < count; i++) {
            data.add(new Extent(numbers.next(), numbers.next()));
        }
        return checked(size, data);
    }

    private static long number(String digits) throws TarFormatException {
        if (!digits.matches("[0-9]{1,18}")) {
            throw new TarFormatException("a map of holes has '" + digits + "' for a number");
        }
        return Long.parseLong(digits);
    }

    /** Numbers on lines, in as many blocks as they need. */
    private static final class BlockNumbers {
        private final InputStream content;
        private byte[] block = new byte[0];
        private int at;

        BlockNumbers(InputStream content) {
            this.content = content;
        }

        long next() throws IOException {
            ByteArrayOutputStream digits = new ByteArrayOutputStream(LONGEST_NUMBER);
            for (int octet = octet(); octet != '\n'; octet = octet()) {
                if (digits.size() == LONGEST_NUMBER) {
                    throw new TarFormatException(
                            "a map of holes has a number of more than " + LONGEST_NUMBER + " digits");
                }
                digits.write(octet);
            }
            return number(digits.toString(StandardCharsets.ISO_8859_1));
        }

        private int octet() throws IOException {
            if (at == block.length) {
                block = content.readNBytes(TarHeader.BLOCK);
                at = 0;
                if (block.length < TarHeader.BLOCK) {
                    throw new TarFormatException("a map of holes is cut short");
                }
            }
            return block[at++];
        }
    }
}
