package dev.berth.linux.testing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.berth.linux.sys.NetNs;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;

/** What iproute2's {@code ip} and {@code bridge} say of a namespace: the judge of what we told the kernel. */
public final class Iproute2 {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final List<String> prefix;

    private Iproute2(List<String> prefix) {
        this.prefix = prefix;
    }

    public static Iproute2 in(NetNs namespace) {
        return new Iproute2(List.of("nsenter", "--net=" + namespace.path(), "--"));
    }

    public static Iproute2 in(TestHost host) {
        return in(host.netns());
    }

    /**
     * A link.
     *
     * @param kind such as {@code veth}; empty if it has none
     * @param master name of its bridge; empty if it has none
     */
    public record LinkView(int index, String name, String kind, boolean up, int mtu, String mac, String master) {}

    /** The link of that name. @throws AssertionError if there is none */
    public LinkView link(String name) {
        JsonNode link = json("-d", "link", "show", "dev", name).get(0);
        return new LinkView(
                link.path("ifindex").asInt(),
                link.path("ifname").asText(),
                link.path("linkinfo").path("info_kind").asText(),
                texts(link.path("flags")).contains("UP"),
                link.path("mtu").asInt(),
                link.path("address").asText(),
                link.path("master").asText());
    }

    public List<String> linkNames() {
        return StreamSupport.stream(json("link").spliterator(), false)
                .map(link -> link.path("ifname").asText())
                .toList();
    }

    /** Addresses of a link such as {@code 10.0.0.1/24}. */
    public List<String> addresses(String name) {
        return StreamSupport.stream(
                        json("address", "show", "dev", name)
                                .get(0)
                                .path("addr_info")
                                .spliterator(),
                        false)
                .map(each -> each.path("local").asText() + "/"
                        + each.path("prefixlen").asInt())
                .toList();
    }

    /** Routes of the main table as {@code ip} writes them; {@code family} {@code -4} or {@code -6}. */
    public List<String> routes(String family) {
        return run("ip", family, "route").text().lines().map(String::strip).toList();
    }

    /** {@code ip -j ARGUMENTS}, parsed. */
    public JsonNode json(String... arguments) {
        List<String> argv = new ArrayList<>(List.of("ip", "-j"));
        argv.addAll(List.of(arguments));
        return parse(run(argv.toArray(String[]::new)).text());
    }

    /** {@code bridge -j -d link show dev NAME}, its one object. */
    public JsonNode bridgePort(String name) {
        return parse(run("bridge", "-j", "-d", "link", "show", "dev", name).text())
                .get(0);
    }

    /** Runs any program in the namespace. */
    public Result run(String... argv) {
        return HostCommand.of(prefix, argv).run();
    }

    private static JsonNode parse(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException failure) {
            throw new AssertionError("not JSON: " + text, failure);
        }
    }

    private static List<String> texts(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }
}
