package dev.berth.bridge.ipam;

import dev.berth.plugin.Cidr;
import dev.berth.plugin.EngineException;
import dev.berth.plugin.ipam.DefaultAddressPool;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The ranges that subnets nobody chose are cut from, in order.
 *
 * @param ranges of both families
 */
record DefaultPools(List<DefaultAddressPool> ranges) {
    /** Docker's ranges, then 4,096 networks of 254 addresses, so that creating a network does not end at the 31st. */
    private static final List<DefaultAddressPool> IPV4 = Stream.of(
                    IntStream.rangeClosed(17, 31).mapToObj(second -> pool("172." + second + ".0.0/16", 16)),
                    Stream.of(pool("192.168.0.0/16", 20)),
                    Stream.of(pool("10.208.0.0/12", 24)))
            .flatMap(ranges -> ranges)
            .toList();

    DefaultPools {
        ranges = List.copyOf(ranges);
    }

    /** The user's ranges, completed by {@code ula} if they have no IPv6 one and by Docker's if they have no IPv4 one. */
    static DefaultPools of(List<DefaultAddressPool> configured, Cidr ula) {
        Stream<DefaultAddressPool> v4 =
                configured.stream().anyMatch(pool -> pool.base().isV4()) ? Stream.empty() : IPV4.stream();
        Stream<DefaultAddressPool> v6 =
                configured.stream().anyMatch(pool -> !pool.base().isV4())
                        ? Stream.empty()
                        : Stream.of(new DefaultAddressPool(ula, 64));
        return new DefaultPools(
                Stream.of(configured.stream(), v4, v6).flatMap(pools -> pools).toList());
    }

    /**
     * A fresh unique local prefix.
     *
     * @see <a href="https://www.rfc-editor.org/rfc/rfc4193#section-3.2">RFC 4193, 3.2: the global ID is random</a>
     */
    static Cidr randomUla() {
        byte[] address = new byte[16];
        byte[] globalId = new byte[5];
        new SecureRandom().nextBytes(globalId);
        address[0] = (byte) 0xfd;
        System.arraycopy(globalId, 0, address, 1, globalId.length);
        return new Cidr(toAddress(address), 48);
    }

    /**
     * The first subnet that shares no address with any of {@code used}.
     *
     * @param prefix the length wanted instead of the ranges' own
     * @throws EngineException.Unavailable every one does
     */
    Cidr firstFree(boolean v6, OptionalInt prefix, List<Cidr> used) {
        return ranges.stream()
                .filter(pool -> pool.base().isV4() != v6)
                .flatMap(pool -> firstFree(pool.base().network(), prefix.orElse(pool.size()), used).stream())
                .findFirst()
                .orElseThrow(() -> new EngineException.Unavailable(
                        "all predefined address pools have been fully subnetted: no free " + (v6 ? "IPv6" : "IPv4")
                                + " subnet beside the networks and routes of this host"));
    }

    private static Optional<Cidr> firstFree(Cidr base, int prefix, List<Cidr> used) {
        int bits = base.address().getAddress().length * 8;
        if (prefix < base.prefix() || prefix > bits) {
            return Optional.empty();
        }
        BigInteger start = new BigInteger(1, base.address().getAddress());
        BigInteger end = start.add(BigInteger.ONE.shiftLeft(bits - base.prefix()));
        BigInteger step = BigInteger.ONE.shiftLeft(bits - prefix);
        BigInteger at = start;
        while (at.compareTo(end) < 0) {
            Cidr candidate = new Cidr(toAddress(at, bits / 8), prefix);
            Optional<Cidr> other = used.stream().filter(candidate::overlaps).findFirst();
            if (other.isEmpty()) {
                return Optional.of(candidate);
            }
            at = after(other.get(), at, step);
        }
        return Optional.empty();
    }

    /** The first candidate beyond an obstacle, which may be larger than many candidates. */
    private static BigInteger after(Cidr obstacle, BigInteger at, BigInteger step) {
        byte[] bytes = obstacle.network().address().getAddress();
        BigInteger end = new BigInteger(1, bytes).add(BigInteger.ONE.shiftLeft(bytes.length * 8 - obstacle.prefix()));
        BigInteger steps = end.subtract(at).add(step).subtract(BigInteger.ONE).divide(step);
        return at.add(step.multiply(steps.max(BigInteger.ONE)));
    }

    private static DefaultAddressPool pool(String base, int size) {
        return new DefaultAddressPool(Cidr.parse(base), size);
    }

    private static InetAddress toAddress(BigInteger number, int length) {
        byte[] bytes = new byte[length];
        byte[] digits = number.toByteArray();
        int count = Math.min(digits.length, length);
        System.arraycopy(digits, digits.length - count, bytes, length - count, count);
        return toAddress(bytes);
    }

    private static InetAddress toAddress(byte[] bytes) {
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException wrongLength) {
            throw new IllegalStateException("address of " + bytes.length + " bytes", wrongLength);
        }
    }
}
