package dev.berth.runtime.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.plugin.EngineException;
import dev.berth.plugin.name.HostFilesSpec.HostLine;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LinkChangesTest extends FakeHostTest {
    private static final String EXPOSED = "{\"ExposedPorts\":{\"80/tcp\":{}}}";

    @Test
    void add_running_hasLinePermitAndVariablesAtOnce() {
        host.run("db", EXPOSED, "{}");
        host.run("web", "{}");

        add("web", "db", "data");

        assertThat(aliases("web")).containsExactly("data");
        assertThat(host.driver.permits).hasSize(1);
        assertThat(host.service.linkEnvironment(id("web"))).containsExactly("data=172.17.0.2 [80/tcp]");
        assertThat(host.service.linkTargets(id("web"))).isEqualTo(Map.of("data", "db"));
        host.service.removeLink(id("web"), "data");
        assertThat(aliases("web")).isEmpty();
        assertThat(host.driver.permits).isEmpty();
    }

    @Test
    void add_bothWays_isACycleOfWhichEitherStartsFirst() {
        host.run("one", "{}");
        host.run("two", "{}");
        add("one", "two", "x");
        add("two", "one", "y");
        host.stop("one");
        host.stop("two");

        host.start("one");
        assertThat(aliases("one")).isEmpty();
        host.start("two");

        assertThat(aliases("one")).containsExactly("x");
        assertThat(aliases("two")).containsExactly("y");
    }

    @Test
    void add_onUserNetwork_isAPrivateNameThatFollowsARename() {
        host.service.create(NetworkCreate.bridge("front"));
        host.run("db", "{\"NetworkMode\":\"front\"}");
        host.run("web", "{\"NetworkMode\":\"front\"}");

        add("web", "db", "data");

        assertThat(host.names.sandboxes.get(id("web")).links()).isEqualTo(Map.of("data", "db"));
        host.service.rename(id("db"), "store");
        assertThat(host.names.sandboxes.get(id("web")).links()).isEqualTo(Map.of("data", "store"));
        host.stop("db");
        host.stop("web");
        assertThatCode(() -> host.start("web")).as("the other end need not run").doesNotThrowAnyException();
    }

    @Test
    void add_whatCannotBe_isRefused() {
        host.service.create(NetworkCreate.bridge("front"));
        host.run("db", "{}");
        host.run("web", "{\"Links\":[\"db:data\"]}");
        host.run("far", "{\"NetworkMode\":\"front\"}");

        assertThatThrownBy(() -> add("web", "db", "data")).isInstanceOf(EngineException.Conflict.class);
        assertThatThrownBy(() -> add("web", "web", "me")).hasMessageContaining("to itself");
        assertThatThrownBy(() -> add("web", "far", "x")).hasMessageContaining("no network in common");
        assertThatThrownBy(() -> add("web", "db", "a/b")).hasMessageContaining("Invalid alias (a/b)");
        assertThatThrownBy(() -> host.service.addLink("nobody", id("db"), "x"))
                .isInstanceOf(EngineException.NotFound.class);
        assertThat(host.service.links(id("web"))).containsExactly("/db:/web/data");
    }

    @Test
    void defaultBridgeNames_asked_areRegisteredAndResolved() {
        host.namesOnBridge = true;
        host.restart(host.defaults(Optional.empty()));
        host.run("db", EXPOSED, "{}");

        assertThat(host.names.sandboxes.get(id("db")).networkIds()).hasSize(1);
        assertThat(host.names.records.values())
                .singleElement()
                .satisfies(record -> assertThat(record.names()).startsWith("db"))
                .satisfies(record -> assertThat(record.ports()).hasSize(1));
        assertThat(host.names.files.get(host.directory("db")).resolver().embedded())
                .isTrue();
    }

    @Test
    void hostResolverChanged_running_areAttachedAnew() {
        host.service.create(NetworkCreate.bridge("front"));
        host.run("web", "{\"NetworkMode\":\"front\"}");
        host.names.sandboxes.clear();

        host.service.hostResolverChanged();

        assertThat(host.names.sandboxes).containsOnlyKeys(id("web"));
    }

    private void add(String child, String parent, String alias) {
        host.service.addLink(id(child), id(parent), alias);
    }

    private static String id(String name) {
        return FakeHost.id(name);
    }

    private List<String> aliases(String name) {
        return host.names.files.get(host.directory(name)).links().stream()
                .map(HostLine::names)
                .map(names -> names.get(0))
                .toList();
    }
}
