package dev.berth.conformance.kit;

import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The rules of one type as tests; each also says in the log whether it is kept. */
public final class PluginKit {
    private static final Logger LOG = LoggerFactory.getLogger(PluginKit.class);

    private final String type;
    private final Map<String, String> options;
    private final Optional<Runnable> restart;

    private PluginKit(String type, Map<String, String> options, Optional<Runnable> restart) {
        this.type = type;
        this.options = Map.copyOf(options);
        this.restart = restart;
    }

    /** @param type {@code volume}, {@code ipam} or {@code network} */
    public static PluginKit of(String type) {
        return new PluginKit(type, Map.of(), Optional.empty());
    }

    /** @param text {@code key=value,key=value}: what the plugin wants for a volume or network of its */
    public PluginKit withOptions(String text) {
        Map<String, String> read = new TreeMap<>();
        Stream.of(text.split(","))
                .filter(pair -> pair.contains("="))
                .forEach(pair -> read.put(pair.substring(0, pair.indexOf('=')), pair.substring(pair.indexOf('=') + 1)));
        return new PluginKit(type, read, restart);
    }

    /** @param command of the shell that ends the plugin and starts it again; empty for none */
    public PluginKit withRestart(String command) {
        return command.isEmpty() ? this : withRestart(() -> run(command));
    }

    /** @param again ends the plugin and starts it again */
    public PluginKit withRestart(Runnable again) {
        return new PluginKit(type, options, Optional.of(again));
    }

    private static void run(String command) {
        try {
            int exit =
                    new ProcessBuilder("sh", "-c", command).inheritIO().start().waitFor();
            if (exit != 0) {
                throw new AssertionError(command + ": exit status " + exit);
            }
        } catch (IOException failure) {
            throw new AssertionError(command + ": " + failure, failure);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new AssertionError(stop);
        }
    }

    /** The rules as tests of the plugin at this address. */
    public Stream<DynamicTest> tests(URI address) {
        PluginCaller plugin = new PluginCaller(address);
        return rules().stream()
                .map(rule -> DynamicTest.dynamicTest(
                        type + ": " + rule.name() + (rule.needed() ? "" : " (wished)"), () -> check(rule, plugin)));
    }

    private List<Rule> rules() {
        return switch (type) {
            case "volume" -> new VolumeRules(options, restart).all();
            case "ipam" -> new IpamRules().all();
            case "network" -> new NetworkRules(options).all();
            default -> throw new IllegalArgumentException("type of plugin \"" + type + "\": volume, ipam or network");
        };
    }

    private void check(Rule rule, PluginCaller plugin) {
        try {
            rule.check().accept(plugin);
            LOG.info("kept    {} {}: {}", type, rule.needed() ? "needed" : "wished", rule.name());
        } catch (RuntimeException | Error broken) {
            LOG.warn("BROKEN  {} {}: {}", type, rule.needed() ? "needed" : "wished", rule.name());
            throw broken;
        }
    }
}
