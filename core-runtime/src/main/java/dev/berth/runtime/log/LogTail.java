package dev.berth.runtime.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** Finds the newest lines without reading what is before them. */
final class LogTail {
    private static final int BLOCK = 64 * 1024;

    private LogTail() {}

    /**
     * Closes and removes the files that have none of the {@code lines} newest lines.
     *
     * @param files oldest first; at least one stays
     * @return where the first of the lines is in the file that is now first
     */
    static long seek(Deque<FileChannel> files, int lines) throws IOException {
        List<FileChannel> newestFirst = new ArrayList<>(files);
        java.util.Collections.reverse(newestFirst);
        int missing = lines;
        long position = 0;
        int needed = 0;
        for (FileChannel file : newestFirst) {
            needed++;
            Found found = lastLines(file, missing);
            position = found.position();
            missing -= found.lines();
            if (missing <= 0) {
                break;
            }
        }
        while (files.size() > needed) {
            files.remove().close();
        }
        return position;
    }

    private record Found(long position, int lines) {}

    private static Found lastLines(FileChannel file, int wanted) throws IOException {
        if (wanted == 0) {
            return new Found(file.size(), 0);
        }
        int newlines = 0;
        for (long end = file.size(); end > 0; ) {
            long start = Math.max(0, end - BLOCK);
            byte[] block = new byte[(int) (end - start)];
            file.read(ByteBuffer.wrap(block), start);
            for (int at = block.length - 1; at >= 0; at--) {
                // The newline that ends the first line before the wanted ones.
                if (block[at] == '\n' && newlines++ == wanted) {
                    return new Found(start + at + 1, wanted);
                }
            }
            end = start;
        }
        return new Found(0, newlines);
    }
}
