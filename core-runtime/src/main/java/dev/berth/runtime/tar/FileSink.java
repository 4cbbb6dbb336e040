package dev.berth.runtime.tar;

import dev.berth.linux.sys.Fd;
import java.io.IOException;

/** A stream that takes what is in a file without being given its bytes one by one. */
interface FileSink {
    /** @return how many bytes it took, fewer than {@code length} if the file ends earlier */
    long send(Fd file, long offset, long length) throws IOException;
}
