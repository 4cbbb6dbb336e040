package dev.berth.linux.nft;

import com.sun.jna.Pointer;
import dev.berth.linux.sys.NetNs;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * nftables of one network namespace, in nft's own language, by libnftables in this process.
 *
 * <p>Its netlink socket is opened with it, in the namespace of the thread that does so, and stays there. The one thing
 * that libnftables asks the calling thread's namespace for is the index of an interface: match {@code iifname} and
 * {@code oifname}, never {@code iif} and {@code oif}.
 *
 * @see <a href="https://man.archlinux.org/man/libnftables.3">libnftables(3)</a>
 */
public final class NftContext implements AutoCloseable {
    /**
     * Held through every call into libnftables, and from a run to the reading of its output: the library keeps its list
     * of interfaces, and more, once for the process.
     */
    private static final Object LIBRARY = new Object();

    /** {@code NFT_CTX_OUTPUT_HANDLE} of {@code nftables/libnftables.h}. */
    private static final int OUTPUT_HANDLE = 1 << 3;

    /** Empty after close. Guarded by {@link #LIBRARY}. */
    private Optional<Pointer> context;

    private NftContext(Pointer context) {
        this.context = Optional.of(context);
    }

    /** A context in the calling thread's network namespace. */
    public static NftContext open() {
        synchronized (LIBRARY) {
            return new NftContext(newContext());
        }
    }

    private static Pointer newContext() {
        Pointer context = LibNftables.nft_ctx_new(0);
        if (context == null) {
            throw new NftException("nft_ctx_new: no context");
        }
        if (LibNftables.nft_ctx_buffer_output(context) != 0 || LibNftables.nft_ctx_buffer_error(context) != 0) {
            LibNftables.nft_ctx_free(context);
            throw new NftException("nft_ctx_buffer_output: no buffer");
        }
        return context;
    }

    /** A context in that namespace, usable from any thread; the handle may be closed before it. */
    public static NftContext open(NetNs namespace) {
        return namespace.call(NftContext::open);
    }

    /**
     * Does all of the commands or nothing.
     *
     * @param commands lines as {@code nft -f} reads them
     * @throws NftException if nft refuses them, with its words
     */
    public void run(String commands) {
        execute(commands);
    }

    /**
     * Does a command that prints something.
     *
     * @param command such as {@code list table inet berth}
     * @return what nft prints
     * @throws NftException if nft refuses it, with its words
     */
    public String list(String command) {
        return execute(command);
    }

    /**
     * As {@link #list}, with each object's handle behind it, {@code # handle 7}: rules can be deleted by that alone.
     *
     * @throws NftException if nft refuses it, with its words
     */
    public String listWithHandles(String command) {
        synchronized (LIBRARY) {
            outputFlags(OUTPUT_HANDLE);
            try {
                return execute(command);
            } finally {
                outputFlags(0);
            }
        }
    }

    private void outputFlags(int flags) {
        LibNftables.nft_ctx_output_set_flags(
                context.orElseThrow(() -> new IllegalStateException("nft context is closed")), flags);
    }

    private String execute(String commands) {
        byte[] text = (commands + '\0').getBytes(StandardCharsets.UTF_8);
        synchronized (LIBRARY) {
            Pointer own = context.orElseThrow(() -> new IllegalStateException("nft context is closed"));
            int result = LibNftables.nft_run_cmd_from_buffer(own, text);
            String output = LibNftables.nft_ctx_get_output_buffer(own);
            String error = LibNftables.nft_ctx_get_error_buffer(own);
            if (result != 0) {
                throw new NftException(error == null || error.isBlank() ? "nft failed: " + commands : error.strip());
            }
            return output == null ? "" : output;
        }
    }

    /** Frees the context; the second call does nothing. */
    @Override
    public void close() {
        synchronized (LIBRARY) {
            context.ifPresent(LibNftables::nft_ctx_free);
            context = Optional.empty();
        }
    }
}
