package dev.berth.bridge.port;

import java.util.BitSet;

/**
 * Ports that may be given where none is asked for.
 *
 * @param first lowest, 1..65535
 * @param last highest, inclusive
 * @param reserved those in between that are kept for others
 * @see <a href="https://docs.kernel.org/networking/ip-sysctl.html">ip_local_port_range, ip_local_reserved_ports</a>
 */
record EphemeralPorts(int first, int last, BitSet reserved) {
    /**
     * Reads the kernel's words.
     *
     * @param range {@code 32768<tab>60999}
     * @param reserved {@code 8080,9148-9150}, may be empty
     */
    static EphemeralPorts parse(String range, String reserved) {
        String[] bounds = range.strip().split("\\s+");
        BitSet kept = new BitSet();
        for (String part : reserved.strip().split(",")) {
            if (!part.isEmpty()) {
                String[] ends = part.split("-", 2);
                kept.set(Integer.parseInt(ends[0]), Integer.parseInt(ends[ends.length - 1]) + 1);
            }
        }
        return new EphemeralPorts(Integer.parseInt(bounds[0]), Integer.parseInt(bounds[1]), kept);
    }

    /** The port after this one, beginning again after the last; a reserved one too. */
    int after(int port) {
        return port < first || port >= last ? first : port + 1;
    }

    boolean isReserved(int port) {
        return reserved.get(port);
    }

    int count() {
        return last - first + 1;
    }
}
