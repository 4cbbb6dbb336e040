package dev.berth.dns.resolver;

import dev.berth.linux.sys.NetNs;
import dev.berth.linux.testing.Iproute2;
import dev.berth.linux.testing.Result;
import dev.berth.plugin.Cidr;
import dev.berth.plugin.name.NameRecord;
import dev.berth.plugin.name.SandboxNames;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The resolver, a sandbox that it is attached to, and dig in there. */
final class DigFixture implements AutoCloseable {
    /** The network that the sandbox is on. */
    static final String FRONT = "f".repeat(64);

    private final SandboxNameService service = new SandboxNameService();
    private final List<StubServer> stubs = new ArrayList<>();
    private final NetNs namespace;

    DigFixture(NetNs namespace) {
        this.namespace = namespace;
    }

    SandboxNameService service() {
        return service;
    }

    NetNs namespace() {
        return namespace;
    }

    /** Name servers in the sandbox, in the order of their start. */
    List<StubServer> stubs() {
        return stubs;
    }

    void startStub(String address) {
        stubs.add(StubServer.start(namespace, address));
    }

    void register(String endpoint, List<String> names, String address) {
        service.register(new NameRecord(FRONT, "front", endpoint, names, List.of(address(address))));
    }

    void attach(List<String> upstreams, boolean internal) {
        service.attach(names(upstreams, internal));
    }

    SandboxNames names(List<String> upstreams, boolean internal) {
        List<InetAddress> servers = upstreams.stream().map(DigFixture::address).toList();
        return new SandboxNames("sandbox", namespace.path(), List.of(FRONT), Map.of(), servers, List.of(), internal);
    }

    String dig(String... arguments) {
        return ask(namespace, arguments);
    }

    static String ask(NetNs in, String... arguments) {
        List<String> argv = new ArrayList<>(List.of("dig", "+tries=1", "+time=20", "@127.0.0.11"));
        argv.addAll(List.of(arguments));
        return Iproute2.in(in).run(argv.toArray(String[]::new)).text();
    }

    Result run(String... argv) {
        return Iproute2.in(namespace).run(argv);
    }

    static InetAddress address(String text) {
        return Cidr.parseAddress(text);
    }

    @Override
    public void close() {
        service.detach("sandbox");
        service.close();
        stubs.forEach(StubServer::close);
    }
}
