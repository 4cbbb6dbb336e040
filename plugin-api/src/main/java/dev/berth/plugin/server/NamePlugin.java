package dev.berth.plugin.server;

import dev.berth.plugin.Cidr;
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
import dev.berth.plugin.wire.NameProtocol.Health;
import dev.berth.plugin.wire.NameProtocol.NetworkQuestion;
import dev.berth.plugin.wire.NameProtocol.Question;
import dev.berth.plugin.wire.NameProtocol.QuestionsAfter;
import dev.berth.plugin.wire.NameProtocol.Registration;
import dev.berth.plugin.wire.NameProtocol.SandboxReference;
import dev.berth.plugin.wire.NameProtocol.Withdrawal;
import dev.berth.plugin.wire.PluginProtocol.Done;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A name service as a plugin. */
public final class NamePlugin {
    private final NameService service;

    /** Registered and not withdrawn, for {@link NameProtocol#HEALTH}. */
    private final Set<String> endpoints = ConcurrentHashMap.newKeySet();

    private final Set<String> sandboxes = ConcurrentHashMap.newKeySet();

    private NamePlugin(NameService service) {
        this.service = service;
    }

    /** Serves the service, which is called from several threads. */
    public static PluginType of(NameService service) {
        return new NamePlugin(service).type();
    }

    private PluginType type() {
        PluginType.Calls calls = new PluginType.Calls()
                .on(NameProtocol.REGISTER, Registration.class, this::register)
                .on(NameProtocol.WITHDRAW, Withdrawal.class, call -> {
                    service.withdraw(call.networkId(), call.endpointId());
                    endpoints.remove(call.networkId() + call.endpointId());
                    return new Done();
                })
                .on(NameProtocol.ATTACH, Attachment.class, this::attach)
                .on(NameProtocol.DETACH, SandboxReference.class, call -> {
                    service.detach(call.sandboxId());
                    sandboxes.remove(call.sandboxId());
                    return new Done();
                })
                .on(
                        NameProtocol.RESOLVE,
                        Question.class,
                        call -> answer(service.resolve(call.sandboxId(), call.name(), call.type())))
                .on(NameProtocol.HEALTH, Done.class, call -> new Health(true, endpoints.size(), sandboxes.size()));
        if (service instanceof NameDiagnostics shown) {
            calls.on(
                            NameProtocol.LOOK_UP,
                            NetworkQuestion.class,
                            call -> answer(shown.lookUp(call.networkId(), call.name(), call.type())))
                    .on(NameProtocol.QUESTIONS, QuestionsAfter.class, call -> asked(shown, call));
        }
        return calls.as(NameProtocol.TYPE);
    }

    /** All that are remembered, if the caller knows of more than there were: it speaks of an earlier service. */
    private static Asked asked(NameDiagnostics shown, QuestionsAfter call) {
        List<NameQuery> recent = shown.recent(call.sandboxId());
        boolean anew = recent.isEmpty() || recent.get(recent.size() - 1).number() < call.after();
        return new Asked(recent.stream()
                .filter(query -> anew || query.number() > call.after())
                .map(query -> new AskedQuestion(
                        query.number(),
                        query.time().toString(),
                        query.name(),
                        query.type(),
                        query.answer(),
                        query.from(),
                        query.microseconds()))
                .toList());
    }

    private Done register(Registration call) {
        service.register(new NameRecord(
                call.networkId(),
                call.networkName(),
                call.endpointId(),
                call.names(),
                addresses(call.addresses()),
                call.ports().stream().map(ContainerPort::parse).toList()));
        endpoints.add(call.networkId() + call.endpointId());
        return new Done();
    }

    private Done attach(Attachment call) {
        service.attach(new SandboxNames(
                call.sandboxId(),
                Path.of(call.sandboxKey()),
                call.networkIds(),
                call.links(),
                addresses(call.upstreams()),
                addresses(call.hostUpstreams()),
                call.internal(),
                Optional.ofNullable(call.ttl()).orElse(SandboxNames.DEFAULT_TTL_SECONDS)));
        sandboxes.add(call.sandboxId());
        return new Done();
    }

    private static List<InetAddress> addresses(List<String> texts) {
        return texts.stream().map(Cidr::parseAddress).toList();
    }

    private static Answer answer(NameAnswer answer) {
        if (answer instanceof NameAnswer.Addresses ours) {
            return new Answer(
                    Answer.ADDRESSES,
                    ours.addresses().stream().map(InetAddress::getHostAddress).toList(),
                    List.of(),
                    List.of());
        }
        if (answer instanceof NameAnswer.Names ours) {
            return new Answer(Answer.NAMES, List.of(), ours.names(), List.of());
        }
        if (answer instanceof NameAnswer.Services ours) {
            List<NameProtocol.Service> services = ours.services().stream()
                    .map(service -> new NameProtocol.Service(service.target(), service.port()))
                    .toList();
            return new Answer(Answer.SERVICES, List.of(), List.of(), services);
        }
        boolean known = answer instanceof NameAnswer.NoData;
        return new Answer(known ? Answer.NO_DATA : Answer.NOT_OURS, List.of(), List.of(), List.of());
    }
}
