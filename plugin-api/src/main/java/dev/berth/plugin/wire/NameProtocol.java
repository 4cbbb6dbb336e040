package dev.berth.plugin.wire;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Berth's name plugins, in the style of Docker's others; see docs/name-service-protocol.md. */
public final class NameProtocol {
    public static final String TYPE = "NameService";
    public static final String REGISTER = "/NameService.Register";
    public static final String WITHDRAW = "/NameService.Withdraw";
    public static final String ATTACH = "/NameService.Attach";
    public static final String DETACH = "/NameService.Detach";
    public static final String RESOLVE = "/NameService.Resolve";
    public static final String HEALTH = "/NameService.Health";

    /** Optional, as is {@link #QUESTIONS}. */
    public static final String LOOK_UP = "/NameService.LookUp";

    public static final String QUESTIONS = "/NameService.Questions";

    private NameProtocol() {}

    /** Of {@link #REGISTER}. @param ports exposed, {@code 80/tcp} */
    public record Registration(
            @JsonProperty("NetworkID") String networkId,
            @JsonProperty("NetworkName") String networkName,
            @JsonProperty("EndpointID") String endpointId,
            @JsonProperty("Names") List<String> names,
            @JsonProperty("Addresses") List<String> addresses,
            @JsonProperty("Ports") List<String> ports) {
        public Registration {
            ports = Given.list(ports);
            networkId = Given.text(networkId);
            networkName = Given.text(networkName);
            endpointId = Given.text(endpointId);
            names = Given.list(names);
            addresses = Given.list(addresses);
        }
    }

    /** Of {@link #WITHDRAW}. */
    public record Withdrawal(
            @JsonProperty("NetworkID") String networkId,
            @JsonProperty("EndpointID") String endpointId) {
        public Withdrawal {
            networkId = Given.text(networkId);
            endpointId = Given.text(endpointId);
        }
    }

    /** Of {@link #ATTACH}. @param sandboxKey file of the network namespace @param ttl seconds, absent for the usual */
    public record Attachment(
            @JsonProperty("SandboxID") String sandboxId,
            @JsonProperty("SandboxKey") String sandboxKey,
            @JsonProperty("NetworkIDs") List<String> networkIds,
            @JsonProperty("Links") Map<String, String> links,
            @JsonProperty("Upstreams") List<String> upstreams,
            @JsonProperty("HostUpstreams") List<String> hostUpstreams,
            @JsonProperty("Internal") boolean internal,
            @JsonProperty("TTL") @Nullable Integer ttl) {
        public Attachment {
            sandboxId = Given.text(sandboxId);
            sandboxKey = Given.text(sandboxKey);
            networkIds = Given.list(networkIds);
            links = Given.map(links);
            upstreams = Given.list(upstreams);
            hostUpstreams = Given.list(hostUpstreams);
        }
    }

    /** Of {@link #DETACH}. */
    public record SandboxReference(
            @JsonProperty("SandboxID") String sandboxId) {
        public SandboxReference {
            sandboxId = Given.text(sandboxId);
        }
    }

    /** Of {@link #RESOLVE}. @param type {@code A}, {@code AAAA}, {@code PTR}, {@code SRV} */
    public record Question(
            @JsonProperty("SandboxID") String sandboxId,
            @JsonProperty("Name") String name,
            @JsonProperty("Type") String type) {
        public Question {
            sandboxId = Given.text(sandboxId);
            name = Given.text(name);
            type = Given.text(type);
        }
    }

    /**
     * Answer of {@link #RESOLVE}.
     *
     * @param result {@code addresses}, {@code names}, {@code services}, {@code nodata} or {@code notours}
     */
    public record Answer(
            @JsonProperty("Result") String result,
            @JsonProperty("Addresses") List<String> addresses,
            @JsonProperty("Names") List<String> names,
            @JsonProperty("Services") List<Service> services) {
        public static final String ADDRESSES = "addresses";
        public static final String NAMES = "names";
        public static final String SERVICES = "services";
        public static final String NO_DATA = "nodata";
        public static final String NOT_OURS = "notours";

        public Answer {
            result = Given.text(result);
            addresses = Given.list(addresses);
            names = Given.list(names);
            services = Given.list(services);
        }
    }

    /** A service in an {@link Answer}. */
    public record Service(
            @JsonProperty("Target") String target,
            @JsonProperty("Port") int port) {
        public Service {
            target = Given.text(target);
        }
    }

    /** Of {@link #LOOK_UP}. @param type as in {@link Question} */
    public record NetworkQuestion(
            @JsonProperty("NetworkID") String networkId,
            @JsonProperty("Name") String name,
            @JsonProperty("Type") String type) {
        public NetworkQuestion {
            networkId = Given.text(networkId);
            name = Given.text(name);
            type = Given.text(type);
        }
    }

    /** Of {@link #QUESTIONS}. @param after number of the last question that is known, 0 for none */
    public record QuestionsAfter(
            @JsonProperty("SandboxID") String sandboxId,
            @JsonProperty("After") long after) {
        public QuestionsAfter {
            sandboxId = Given.text(sandboxId);
        }
    }

    /** Answer of {@link #QUESTIONS}, oldest first. */
    public record Asked(@JsonProperty("Questions") List<AskedQuestion> questions) {
        public Asked {
            questions = Given.list(questions);
        }
    }

    /** A question that was asked and answered; see {@link dev.berth.plugin.name.NameQuery}. @param time RFC 3339 */
    public record AskedQuestion(
            @JsonProperty("Number") long number,
            @JsonProperty("Time") String time,
            @JsonProperty("Name") String name,
            @JsonProperty("Type") String type,
            @JsonProperty("Answer") String answer,
            @JsonProperty("From") String from,
            @JsonProperty("Microseconds") long microseconds) {
        public AskedQuestion {
            time = Given.text(time);
            name = Given.text(name);
            type = Given.text(type);
            answer = Given.text(answer);
            from = Given.text(from);
        }
    }

    /** Answer of {@link #HEALTH}. @param endpoints registered @param sandboxes attached */
    public record Health(
            @JsonProperty("Healthy") boolean healthy,
            @JsonProperty("Endpoints") int endpoints,
            @JsonProperty("Sandboxes") int sandboxes) {}
}
