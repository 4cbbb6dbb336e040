package dev.berth.dns.name;

import dev.berth.plugin.name.NameAnswer;
import dev.berth.plugin.name.NameRecord;
import dev.berth.plugin.network.ContainerPort;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The name of a service on a container, {@code _http._tcp.web} or by number {@code _8080._tcp.web}.
 *
 * @param label service without underscore; empty for every exposed port
 * @param protocol {@code tcp}, {@code udp} or {@code sctp}; empty for every one
 * @param host the rest of the name, lower case
 * @see <a href="https://www.rfc-editor.org/rfc/rfc2782">RFC 2782</a>
 */
record ServiceName(String label, String protocol, String host) {
    /** Every exposed port of a container that is asked for by its own name. */
    static final ServiceName ALL = new ServiceName("", "", "");

    /** Names of the registry of IANA for what containers usually expose. */
    private static final Map<String, Integer> PORTS = Map.ofEntries(
            Map.entry("amqp", 5672),
            Map.entry("domain", 53),
            Map.entry("ftp", 21),
            Map.entry("http", 80),
            Map.entry("http-alt", 8080),
            Map.entry("https", 443),
            Map.entry("imap", 143),
            Map.entry("imaps", 993),
            Map.entry("ldap", 389),
            Map.entry("ldaps", 636),
            Map.entry("mongodb", 27017),
            Map.entry("mqtt", 1883),
            Map.entry("mysql", 3306),
            Map.entry("nfs", 2049),
            Map.entry("ntp", 123),
            Map.entry("postgresql", 5432),
            Map.entry("redis", 6379),
            Map.entry("sip", 5060),
            Map.entry("smtp", 25),
            Map.entry("ssh", 22),
            Map.entry("submission", 587),
            Map.entry("syslog", 514));

    /** @param name lower case; @return empty if it does not begin with two labels that have an underscore */
    static Optional<ServiceName> parse(String name) {
        if (name.isEmpty() || name.charAt(0) != '_') {
            return Optional.empty();
        }
        int first = name.indexOf('.');
        int second = name.indexOf('.', first + 1);
        if (first < 2 || second < first + 3 || name.charAt(first + 1) != '_' || second == name.length() - 1) {
            return Optional.empty();
        }
        return Optional.of(new ServiceName(
                name.substring(1, first), name.substring(first + 2, second), name.substring(second + 1)));
    }

    /** The container's exposed ports that this names. */
    List<NameAnswer.Service> on(NameRecord record) {
        return record.ports().stream()
                .filter(this::names)
                .map(port -> new NameAnswer.Service(record.names().get(0) + "." + record.networkName(), port.number()))
                .toList();
    }

    private boolean names(ContainerPort port) {
        return (protocol.isEmpty() || port.protocol().word().equals(protocol))
                && (label.isEmpty() || label.equals(Integer.toString(port.number())) || isRegistered(port.number()));
    }

    private boolean isRegistered(int number) {
        return Optional.ofNullable(PORTS.get(label))
                .filter(known -> known == number)
                .isPresent();
    }
}
