package dev.berth.volume.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Trees of every kind of file, made and compared by programs that have nothing to do with what is tested. */
public final class Trees {
    private Trees() {}

    /** Runs a script in the directory and expects success. @return its output */
    public static String shell(Path directory, String script) {
        try {
            Process process = new ProcessBuilder("bash", "-euc", script)
                    .directory(directory.toFile())
                    .redirectErrorStream(true)
                    .start();
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).as(script + "\n" + output).isZero();
            return output;
        } catch (IOException | InterruptedException failure) {
            throw new IllegalStateException(failure);
        }
    }

    /** Every kind of file, name and attribute that a Linux file system has. */
    public static void everything(Path directory) {
        shell(directory, """
                chmod 2751 . && chown 12:34 .
                mkdir -p plain/deep/deeper empty 'with space'; chmod 1777 empty; chown 5:6 plain/deep
                echo hello > plain/hello; chmod 4755 plain/hello; chown 65534:100000 plain/hello
                head -c 3000000 /dev/urandom > plain/large; head -c 70000 /dev/zero > plain/zeros
                : > plain/empty
                ln plain/hello plain/deep/second; ln plain/hello third
                ln -s ../nowhere plain/dangling; ln -s plain/hello link; chown -h 7:8 link; ln link link2
                mkfifo -m 640 fifo; mknod -m 600 null c 1 3; mknod -m 660 disk b 7 300000; ln fifo fifo2
                python3 -c 'import socket; socket.socket(socket.AF_UNIX).bind("socket")' 2>/dev/null || true
                truncate -s 200M sparse; echo middle | dd of=sparse bs=1 seek=100M conv=notrunc status=none
                truncate -s 1M hole-only; printf x > tail; truncate -s 1000000 tail
                setfattr -n user.note -v 'a value' plain/hello; setfattr -n user.empty plain/deep
                setfattr -n security.capability -v 0x0100000200200000000000000000000000000000 plain/large
                setfattr -n trusted.t -v 0x000a3dff link -h; setfattr -n user.big -v "0x$(head -c 3000 /dev/urandom | od -An -v -tx1 | tr -d ' \\n')" tail
                setfacl -m u:1234:rw,g:55:r plain/zeros; setfacl -d -m u:99:rwx plain
                printf n > $'new\\nline'; printf i > $'not-utf8-\\xff\\xfe'; mkdir $'dir-\\x80'; printf i > $'dir-\\x80/\\xc3'
                printf l > "$(printf 'n%.0s' $(seq 255))"; printf d > ./-dash; printf s > ' '; printf b > 'back\\slash'
                (for i in $(seq 16); do d=$(printf 'd%.0s' $(seq 240)); mkdir "$d"; cd "$d"; done; echo deep > bottom)
                touch -d '1960-01-02 03:04:05.123456789' plain/zeros; touch -h -d '2030-01-02 03:04:05.000000001' link
                touch -d '2001-02-03 04:05:06.987654321' plain/deep plain .
                """);
    }

    /** What differs between two trees, by rsync: nothing if they are the same. */
    public static String difference(Path left, Path right) {
        return shell(
                Path.of("/"),
                "rsync -aHAXS --checksum -n --delete -i " + left + "/ " + right + "/; rsync -aHAXS --checksum -n"
                        + " --delete -i " + right + "/ " + left + "/");
    }

    /** Holes of a file take no place: bytes that it takes. */
    static long diskUse(Path file) {
        return Long.parseLong(shell(Path.of("/"), "stat -c %b " + file).strip()) * 512;
    }

    static List<String> lines(String text) {
        return text.lines().toList();
    }
}
