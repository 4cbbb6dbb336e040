package dev.berth.linux.sys;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Starting programs with chosen descriptors, which {@link ProcessBuilder} closes.
 *
 * @see <a href="https://man7.org/linux/man-pages/man3/posix_spawn.3.html">posix_spawn(3)</a>
 */
public final class Spawn {
    private static final int ACTIONS_BYTES = 256; // posix_spawn_file_actions_t has 80
    private static final int ATTRIBUTES_BYTES = 512; // posix_spawnattr_t has 336
    private static final int SIGSET_BYTES = 128;
    private static final short SETPGROUP = 0x02;
    private static final short SETSIGDEF = 0x04;
    private static final short SETSIGMASK = 0x08;

    private Spawn() {}

    /**
     * Starts a program, in a process group of its own, with no signal blocked or ignored.
     *
     * @throws ErrnoException ENOENT if the program is not there, EACCES if it cannot be run ...
     */
    public static SpawnedProcess start(SpawnRequest request) {
        Map<Integer, Fd> copies = copies(request);
        try (Memory actions = new Memory(ACTIONS_BYTES);
                Memory attributes = new Memory(ATTRIBUTES_BYTES)) {
            LibC.posix_spawn_file_actions_init(actions);
            LibC.posix_spawnattr_init(attributes);
            try {
                addActions(actions, request, copies);
                setAttributes(attributes);
                return SpawnedProcess.of(spawn(request, actions, attributes));
            } finally {
                LibC.posix_spawnattr_destroy(attributes);
                LibC.posix_spawn_file_actions_destroy(actions);
            }
        } finally {
            copies.values().forEach(Fd::close);
        }
    }

    /** Copies above every number the child wants, so that putting one in place never overwrites another. */
    private static Map<Integer, Fd> copies(SpawnRequest request) {
        int above = first(request);
        Map<Integer, Fd> copies = new TreeMap<>();
        try {
            request.descriptors().forEach((number, fd) -> copies.put(number, fd.duplicate(above)));
            return copies;
        } catch (RuntimeException failure) {
            copies.values().forEach(Fd::close);
            throw failure;
        }
    }

    /** The first number from which on nothing stays open in the child. */
    private static int first(SpawnRequest request) {
        return Math.max(
                3,
                request.descriptors().keySet().stream()
                                .mapToInt(Integer::intValue)
                                .max()
                                .orElse(0)
                        + 1);
    }

    private static void addActions(Pointer actions, SpawnRequest request, Map<Integer, Fd> copies) {
        byte[] nothing = Syscalls.cString("/dev/null");
        int end = first(request);
        for (int number = 0; number < end; number++) {
            Fd copy = copies.get(number);
            int result;
            if (copy != null) {
                result = LibC.posix_spawn_file_actions_adddup2(actions, copy.number(), number);
            } else if (number <= 2) {
                result = LibC.posix_spawn_file_actions_addopen(actions, number, nothing, OpenFlags.READ_WRITE, 0);
            } else {
                result = LibC.posix_spawn_file_actions_addclose(actions, number);
            }
            Syscalls.checkResult("posix_spawn_file_actions", "descriptor " + number, result);
        }
        Syscalls.checkResult(
                "posix_spawn_file_actions",
                "close from " + end,
                LibC.posix_spawn_file_actions_addclosefrom_np(actions, end));
        request.cwd()
                .ifPresent(cwd -> Syscalls.checkResult(
                        "posix_spawn_file_actions",
                        "directory " + cwd,
                        LibC.posix_spawn_file_actions_addchdir_np(actions, Syscalls.cString(cwd))));
    }

    private static void setAttributes(Pointer attributes) {
        byte[] all = new byte[SIGSET_BYTES];
        Arrays.fill(all, 0, 8, (byte) 0xff);
        // SIGKILL and SIGSTOP have no disposition to set; signals 32 and 33 are libc's own.
        for (int fixed : new int[] {9, 19, 32, 33}) {
            all[(fixed - 1) / 8] &= (byte) ~(1 << (fixed - 1) % 8);
        }
        Syscalls.checkResult("posix_spawnattr", "signals", LibC.posix_spawnattr_setsigdefault(attributes, all));
        Syscalls.checkResult(
                "posix_spawnattr", "mask", LibC.posix_spawnattr_setsigmask(attributes, new byte[SIGSET_BYTES]));
        Syscalls.checkResult("posix_spawnattr", "flags", LibC.posix_spawnattr_setflags(attributes, (short)
                (SETPGROUP | SETSIGDEF | SETSIGMASK)));
    }

    private static int spawn(SpawnRequest request, Pointer actions, Pointer attributes) {
        String program = request.argv().get(0);
        byte[] name = Syscalls.cString(program);
        Stream<String> env = request.env().entrySet().stream().map(entry -> entry.getKey() + "=" + entry.getValue());
        List<Memory> strings = new ArrayList<>();
        int[] pid = new int[1];
        try (Memory argv = strings(request.argv(), strings);
                Memory environment = strings(env.toList(), strings)) {
            int result = program.contains("/")
                    ? LibC.posix_spawn(pid, name, actions, attributes, argv, environment)
                    : LibC.posix_spawnp(pid, name, actions, attributes, argv, environment);
            Syscalls.checkResult("posix_spawn", program, result);
            return pid[0];
        } finally {
            strings.forEach(Memory::close);
        }
    }

    /** A zero-ended array of pointers to C strings, which are added to {@code kept}. */
    private static Memory strings(List<String> texts, List<Memory> kept) {
        Memory array = new Memory((texts.size() + 1L) * 8);
        array.clear();
        for (int at = 0; at < texts.size(); at++) {
            if (texts.get(at).indexOf('\0') >= 0) {
                throw new IllegalArgumentException("NUL character in an argument or in the environment");
            }
            byte[] bytes = texts.get(at).getBytes(StandardCharsets.UTF_8);
            Memory text = new Memory(bytes.length + 1L);
            text.write(0, bytes, 0, bytes.length);
            text.setByte(bytes.length, (byte) 0);
            kept.add(text);
            array.setPointer(at * 8L, text);
        }
        return array;
    }
}
