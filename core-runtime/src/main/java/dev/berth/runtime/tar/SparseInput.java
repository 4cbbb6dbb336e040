package dev.berth.runtime.tar;

import dev.berth.linux.sys.SparseFiles.Extent;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Iterator;

/** A member with holes as a stream: zeros where they are. */
final class SparseInput extends InputStream {
    private final InputStream data;
    private final SparseMap map;
    private final Iterator<Extent> extents;
    private Extent next;
    private long at;

    /** @param data the stretches one after the other */
    SparseInput(InputStream data, SparseMap map) {
        this.data = data;
        this.map = map;
        this.extents = map.data().iterator();
        this.next = following();
    }

    private Extent following() {
        return extents.hasNext() ? extents.next() : new Extent(map.size(), 0);
    }

    SparseMap map() {
        return map;
    }

    /** The stretches of data, one after the other, for whoever leaves holes as they are. */
    InputStream data() {
        return data;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        while (at == next.offset() + next.length() && at < map.size()) {
            next = following();
        }
        if (at >= map.size()) {
            return -1;
        }
        if (at < next.offset()) {
            int zeros = (int) Math.min(length, next.offset() - at);
            Arrays.fill(target, offset, offset + zeros, (byte) 0);
            at += zeros;
            return zeros;
        }
        int count = data.read(target, offset, (int) Math.min(length, next.offset() + next.length() - at));
        if (count > 0) {
            at += count;
        }
        return count;
    }
}
