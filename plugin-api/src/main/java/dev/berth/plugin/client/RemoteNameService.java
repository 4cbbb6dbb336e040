package dev.berth.plugin.client;

import dev.berth.plugin.Cidr;
import dev.berth.plugin.EngineException;
import dev.berth.plugin.name.NameAnswer;
import dev.berth.plugin.name.NameDiagnostics;
import dev.berth.plugin.name.NameQuery;
import dev.berth.plugin.name.NameRecord;
import dev.berth.plugin.name.NameService;
import dev.berth.plugin.name.SandboxNames;
import dev.berth.plugin.network.ContainerPort;
import dev.berth.plugin.wire.NameProtocol;
import dev.berth.plugin.wire.NameProtocol.Answer;
import dev.berth.plugin.wire.NameProtocol.Asked;
import dev.berth.plugin.wire.NameProtocol.AskedQuestion;
import dev.berth.plugin.wire.NameProtocol.Attachment;
import dev.berth.plugin.wire.NameProtocol.NetworkQuestion;
import dev.berth.plugin.wire.NameProtocol.Question;
import dev.berth.plugin.wire.NameProtocol.QuestionsAfter;
import dev.berth.plugin.wire.NameProtocol.Registration;
import dev.berth.plugin.wire.NameProtocol.SandboxReference;
import dev.berth.plugin.wire.NameProtocol.Withdrawal;
import dev.berth.plugin.wire.PluginProtocol.Done;
import java.net.InetAddress;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;

/** Names answered by a plugin. */
public final class RemoteNameService implements NameService, NameDiagnostics {
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
        return answer(plugin.call(NameProtocol.RESOLVE, new Question(sandboxId, name, type), Answer.class));
    }

    /** @throws EngineException.NotImplemented the plugin does not show it */
    @Override
    public NameAnswer lookUp(String networkId, String name, String type) {
        return answer(plugin.call(NameProtocol.LOOK_UP, new NetworkQuestion(networkId, name, type), Answer.class));
    }

    private NameAnswer answer(Answer answer) {
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

    /** @throws EngineException.NotImplemented the plugin does not show them */
    @Override
    public List<NameQuery> recent(String sandboxId) {
        return questionsAfter(sandboxId, 0);
    }

    /** Of a sandbox that the plugin does not know there is nothing to tell. */
    @Override
    public Subscription watch(String sandboxId, Consumer<NameQuery> listener) {
        return QuestionPoll.start(last -> questionsAfter(sandboxId, last), listener);
    }

    private List<NameQuery> questionsAfter(String sandboxId, long last) {
        return plugin
                .call(NameProtocol.QUESTIONS, new QuestionsAfter(sandboxId, last), Asked.class)
                .questions()
                .stream()
                .map(this::query)
                .toList();
    }

    private NameQuery query(AskedQuestion asked) {
        try {
            return new NameQuery(
                    asked.number(),
                    Instant.parse(asked.time()),
                    asked.name(),
                    asked.type(),
                    asked.answer(),
                    asked.from(),
                    asked.microseconds());
        } catch (DateTimeException malformed) {
            throw new EngineException.SystemFailure(
                    "plugin " + plugin.name() + ": a question's time is \"" + asked.time() + "\"", malformed);
        }
    }

    private static List<String> texts(List<InetAddress> addresses) {
        return addresses.stream().map(InetAddress::getHostAddress).toList();
    }
}
