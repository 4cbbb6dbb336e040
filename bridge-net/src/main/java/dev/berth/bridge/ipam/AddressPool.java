package dev.berth.bridge.ipam;

import dev.berth.plugin.Cidr;
import dev.berth.plugin.EngineException;
import dev.berth.plugin.ipam.AddressUsage;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The addresses of one subnet: which are given, and which is to be given next. Addresses go round: one that was freed
 * rests until the others had their turn, so that neither peers' ARP caches nor connection tracking mistake its next
 * holder for the last. Not safe for use by several threads.
 */
final class AddressPool {
    private final Cidr subnet;
    private final Optional<Cidr> range;
    private final BigInteger size;
    private final BigInteger first;
    private final BigInteger last;
    private final Set<BigInteger> taken = new HashSet<>();
    private final Set<BigInteger> chosen = new HashSet<>();
    private BigInteger cursor;

    /**
     * @param subnet with no bits beyond the prefix
     * @param range the part that addresses nobody chose come from; inside the subnet
     */
    AddressPool(Cidr subnet, Optional<Cidr> range) {
        this.subnet = subnet;
        this.range = range;
        this.size = sizeOf(subnet);
        this.first = range.map(part -> offset(part.address())).orElse(BigInteger.ZERO);
        this.last = first.add(range.map(AddressPool::sizeOf).orElse(size)).subtract(BigInteger.ONE);
        this.cursor = first;
    }

    Cidr subnet() {
        return subnet;
    }

    Optional<Cidr> range() {
        return range;
    }

    /**
     * The address that would be given next; gives nothing yet. Addresses that somebody once chose come last.
     *
     * @throws EngineException.Unavailable none is free
     */
    InetAddress next() {
        return firstFree(cursor, false)
                .or(() -> firstFree(cursor, true))
                .map(this::at)
                .orElseThrow(this::exhausted);
    }

    /**
     * The lowest free address, for a gateway.
     *
     * @throws EngineException.Unavailable none is free
     */
    InetAddress lowest() {
        return firstFree(first, true).map(this::at).orElseThrow(this::exhausted);
    }

    /**
     * Fails unless the address can be given.
     *
     * @throws EngineException.InvalidParameter it is not in the subnet
     * @throws EngineException.Conflict it is given, or is the network or broadcast address
     */
    void requireFree(InetAddress address) {
        if (!subnet.contains(address)) {
            throw new EngineException.InvalidParameter(
                    "Requested address is out of range: " + address.getHostAddress() + " is not in " + subnet);
        }
        BigInteger offset = offset(address);
        if (taken.contains(offset) || isReserved(offset)) {
            throw new EngineException.Conflict("Address already in use");
        }
    }

    /** Notes that the address is given; with {@code byChoice}, that it was asked for by number. */
    void take(InetAddress address, boolean byChoice) {
        BigInteger offset = offset(address);
        taken.add(offset);
        if (byChoice) {
            chosen.add(offset);
        } else {
            cursor = offset.add(BigInteger.ONE);
        }
    }

    /** Notes that the address is free. */
    void free(InetAddress address) {
        taken.remove(offset(address));
    }

    boolean isTaken(InetAddress address) {
        return subnet.contains(address) && taken.contains(offset(address));
    }

    /** Where the next search begins; may be just beyond the last address. */
    BigInteger cursor() {
        return cursor;
    }

    void resumeAt(BigInteger offset) {
        cursor = offset;
    }

    Set<BigInteger> taken() {
        return taken;
    }

    Set<BigInteger> chosen() {
        return chosen;
    }

    InetAddress at(BigInteger offset) {
        byte[] bytes = new byte[subnet.address().getAddress().length];
        byte[] sum =
                new BigInteger(1, subnet.address().getAddress()).add(offset).toByteArray();
        int length = Math.min(sum.length, bytes.length);
        System.arraycopy(sum, sum.length - length, bytes, bytes.length - length, length);
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException wrongLength) {
            throw new IllegalStateException("address of " + Arrays.toString(bytes), wrongLength);
        }
    }

    private Optional<BigInteger> firstFree(BigInteger from, boolean chosenToo) {
        BigInteger start = from.compareTo(last) > 0 || from.compareTo(first) < 0 ? first : from;
        return search(start, last, chosenToo).or(() -> search(first, start.subtract(BigInteger.ONE), chosenToo));
    }

    private Optional<BigInteger> search(BigInteger from, BigInteger to, boolean chosenToo) {
        for (BigInteger offset = from; offset.compareTo(to) <= 0; offset = offset.add(BigInteger.ONE)) {
            if (!taken.contains(offset) && !isReserved(offset) && (chosenToo || !chosen.contains(offset))) {
                return Optional.of(offset);
            }
        }
        return Optional.empty();
    }

    /** The network address, in IPv6 the routers' anycast one, and the IPv4 broadcast address; a /31 has none (RFC 3021). */
    private boolean isReserved(BigInteger offset) {
        if (size.compareTo(BigInteger.TWO) <= 0) {
            return false;
        }
        return offset.signum() == 0 || (subnet.isV4() && offset.equals(size.subtract(BigInteger.ONE)));
    }

    /** How full it is; what may be given lies in the range if there is one, what is in use anywhere in the subnet. */
    AddressUsage.Usage usage() {
        long reserved = Stream.of(BigInteger.ZERO, size.subtract(BigInteger.ONE))
                .distinct()
                .filter(this::isReserved)
                .count();
        return new AddressUsage.Usage(
                BigInteger.valueOf(taken.size() + reserved), usable().subtract(BigInteger.valueOf(takenInRange())));
    }

    private long takenInRange() {
        return taken.stream()
                .filter(offset -> offset.compareTo(first) >= 0 && offset.compareTo(last) <= 0)
                .count();
    }

    private EngineException exhausted() {
        return new EngineException.Unavailable(String.format(
                "no available %s addresses on this network's address pools: %s (%d used of %s)",
                subnet.isV4() ? "IPv4" : "IPv6", range.orElse(subnet), takenInRange(), usable()));
    }

    private BigInteger usable() {
        BigInteger count = last.subtract(first).add(BigInteger.ONE);
        if (isReserved(first)) {
            count = count.subtract(BigInteger.ONE);
        }
        return isReserved(last) ? count.subtract(BigInteger.ONE) : count;
    }

    private BigInteger offset(InetAddress address) {
        return new BigInteger(1, address.getAddress())
                .subtract(new BigInteger(1, subnet.address().getAddress()));
    }

    private static BigInteger sizeOf(Cidr cidr) {
        return BigInteger.ONE.shiftLeft(cidr.address().getAddress().length * 8 - cidr.prefix());
    }
}
