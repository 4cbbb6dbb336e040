package dev.berth.runtime.tar;

import dev.berth.linux.sys.AtCalls;
import dev.berth.linux.sys.ByteText;
import dev.berth.linux.sys.Errno;
import dev.berth.linux.sys.ErrnoException;
import dev.berth.linux.sys.FileCalls;
import dev.berth.linux.tree.Directory;
import org.jspecify.annotations.Nullable;

/**
 * The directories that members go into. The one asked for last stays open, as members of one directory follow each
 * other; what is given is good until the next call.
 */
final class MemberDirectories implements AutoCloseable {
    private static final int READ_FOR_ALL = 0755;

    private final UnpackPlace place;
    private String path = "";
    private boolean current;
    private @Nullable Directory open;

    MemberDirectories(UnpackPlace place) {
        this.place = place;
    }

    /** Opens it, having made what is missing of it. @param wanted as {@link MemberPath#parent} */
    Directory made(String wanted) {
        try {
            return existing(wanted);
        } catch (ErrnoException failure) {
            if (failure.errno() != Errno.ENOENT) {
                throw failure;
            }
        }
        MemberPath missing = MemberPath.of(wanted);
        Directory parent = made(missing.parent());
        AtCalls.makeDirectory(parent.fd(), ByteText.encode(missing.name()), READ_FOR_ALL);
        FileCalls.chmod(parent.path(missing.name()), READ_FOR_ALL);
        return existing(wanted);
    }

    /** Opens it. @throws ErrnoException ENOENT, ENOTDIR ... */
    Directory existing(String wanted) {
        Directory last = open;
        if (last != null && current && path.equals(wanted)) {
            return last;
        }
        Directory next = place.directory(wanted);
        close();
        open = next;
        path = wanted;
        current = true;
        return next;
    }

    /** Something was deleted: paths may lead elsewhere now. What is open stays so until the next call. */
    void expire() {
        current = false;
    }

    @Override
    public void close() {
        Directory last = open;
        open = null;
        if (last != null) {
            last.close();
        }
    }
}
