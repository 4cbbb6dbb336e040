package dev.berth.runtime.network;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The addresses that a container had on a network when it last ran; it gets them again while nobody else has them.
 *
 * @param ipv4 without prefix, may be empty
 * @param ipv6 without prefix, may be empty
 */
record FormerAddress(String networkId, String ipv4, String ipv6) {
    /** What was known, and in its place what the sandbox has. */
    static List<FormerAddress> after(List<FormerAddress> known, Optional<LiveSandbox> sandbox) {
        Map<String, FormerAddress> former = new TreeMap<>();
        Stream.concat(
                        known.stream(),
                        sandbox.stream()
                                .flatMap(live -> live.endpoints().stream()
                                        .filter(endpoint ->
                                                !endpoint.addresses().isEmpty())
                                        .map(FormerAddress::of)))
                .forEach(each -> former.put(each.networkId(), each));
        return List.copyOf(former.values());
    }

    private static FormerAddress of(LiveEndpoint endpoint) {
        return new FormerAddress(
                endpoint.networkId(),
                endpoint.cidr4().map(cidr -> Addresses.text(cidr.address())).orElse(""),
                endpoint.cidr6().map(cidr -> Addresses.text(cidr.address())).orElse(""));
    }

    /** Of the family; empty if there was none. */
    String text(boolean v6) {
        return v6 ? ipv6 : ipv4;
    }
}
