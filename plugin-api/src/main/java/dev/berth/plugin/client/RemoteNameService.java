package dev.berth.plugin.client;

import dev.berth.plugin.Cidr;
import dev.berth.plugin.EngineException;
import dev.berth.plugin.name.NameAnswer;
import dev.berth.plugin.name.NameRecord;
import dev.berth.plugin.name.NameService;
import dev.berth.plugin.name.SandboxNames;
import dev.berth.plugin.network.ContainerPort;
import dev.berth.plugin.wire.NameProtocol;
import dev.berth.plugin.wire.NameProtocol.Answer;
import dev.berth.plugin.wire.NameProtocol.Attachment;
import dev.berth.plugin.wire.NameProtocol.Question;
import dev.berth.plugin.wire.NameProtocol.Registration;
import dev.berth.plugin.wire.NameProtocol.SandboxReference;
import dev.berth.plugin.wire.NameProtocol.Withdrawal;
import dev.berth.plugin.wire.PluginProtocol.Done;
import java.net.InetAddress;
import java.util.List;

/** Names answered by a plugin. */
public final class RemoteNameService implements NameService {
    private final PluginClient plugin;

    public RemoteNameService(PluginClient plugin) {
        this.plugin = plugin;
    }

    @Override
    public void register(NameRecord record) {
        plugin.call(
                NameProtocol.REGISTER,
                new Registration(
                        record.networkId(),
                        record.networkName(),
                        record.endpointId(),
                        record.names(),
                        texts(record.addresses()),
                        record.ports().stream().map(ContainerPort::toString).toList()),
                Done.class);
    }

    @Override
    public void withdraw(String networkId, String endpointId) {
        plugin.call(NameProtocol.WITHDRAW, new Withdrawal(networkId, endpointId), Done.class);
    }

    @Override
    public void attach(SandboxNames sandbox) {
        plugin.call(
                NameProtocol.ATTACH,
                new Attachment(
                        sandbox.id(),
                        sandbox.sandbox().toString(),
                        sandbox.networkIds(),
                        sandbox.links(),
                        texts(sandbox.upstreams()),
                        texts(sandbox.hostUpstreams()),
                        sandbox.internal(),
                        sandbox.ttlSeconds()),
                Done.class);
    }

    @Override
    public void detach(String sandboxId) {
        plugin.call(NameProtocol.DETACH, new SandboxReference(sandboxId), Done.class);
    }

    @Override
    public NameAnswer resolve(String sandboxId, String name, String type) {
        Answer answer = plugin.call(NameProtocol.RESOLVE, new Question(sandboxId, name, type), Answer.class);
        return switch (answer.result()) {
            case Answer.ADDRESSES ->
                new NameAnswer.Addresses(
                        answer.addresses().stream().map(Cidr::parseAddress).toList());
            case Answer.NAMES -> new NameAnswer.Names(answer.names());
            case Answer.SERVICES ->
                new NameAnswer.Services(answer.services().stream()
                        .map(service -> new NameAnswer.Service(service.target(), service.port()))
                        .toList());
            case Answer.NO_DATA -> new NameAnswer.NoData();
            case Answer.NOT_OURS -> new NameAnswer.NotOurs();
            default ->
                throw new EngineException.SystemFailure(
                        "plugin " + plugin.name() + ": unknown result \"" + answer.result() + "\"");
        };
    }

    private static List<String> texts(List<InetAddress> addresses) {
        return addresses.stream().map(InetAddress::getHostAddress).toList();
    }
}
