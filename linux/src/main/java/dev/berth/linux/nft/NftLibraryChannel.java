package dev.berth.linux.nft;

import com.sun.jna.Pointer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** A context of libnftables, in the network namespace of the thread that opened it. */
final class NftLibraryChannel implements NftChannel {
    /**
     * Held through every call into libnftables, and from a run to the reading of its output: the library keeps its list
     * of interfaces, and more, once for the process.
     */
    private static final Object LIBRARY = new Object();

    /** {@code NFT_CTX_OUTPUT_HANDLE} of {@code nftables/libnftables.h}. */
    private static final int OUTPUT_HANDLE = 1 << 3;

    /** Empty after close. Guarded by {@link #LIBRARY}. */
    private Optional<Pointer> context;

    private NftLibraryChannel(Pointer context) {
        this.context = Optional.of(context);
    }

    static NftLibraryChannel open() {
        synchronized (LIBRARY) {
            return new NftLibraryChannel(newContext());
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

    @Override
    public String execute(String commands, boolean handles) {
        byte[] text = (commands + '\0').getBytes(StandardCharsets.UTF_8);
        synchronized (LIBRARY) {
            Pointer own = context.orElseThrow(() -> new IllegalStateException("nft context is closed"));
            LibNftables.nft_ctx_output_set_flags(own, handles ? OUTPUT_HANDLE : 0);
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
