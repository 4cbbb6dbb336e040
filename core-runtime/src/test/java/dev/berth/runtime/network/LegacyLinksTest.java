package dev.berth.runtime.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.plugin.Cidr;
import dev.berth.plugin.EngineException;
import dev.berth.plugin.name.HostFilesSpec.HostLine;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LegacyLinksTest extends FakeHostTest {
    private static final String EXPOSED = "{\"ExposedPorts\":{\"80/tcp\":{}}}";
    private static final String LINK = "{\"Links\":[\"db:data\"]}";

    @Test
    void setUp_linked_hasLineVariablesAndPermit() {
        host.run("db", EXPOSED, "{}");

        SandboxInfo web = host.run("web", LINK);

        assertThat(lines())
                .containsExactly("172.17.0.2 [data, " + FakeHost.id("db").substring(0, 12) + ", db]");
        assertThat(web.linkEnvironment()).containsExactly("data=172.17.0.2 [80/tcp]");
        assertThat(host.driver.permits)
                .containsOnlyKeys(host.endpoint("web", "bridge").endpointId() + ">"
                        + host.endpoint("db", "bridge").endpointId());
        assertThat(host.service.links(FakeHost.id("web"))).containsExactly("/db:/web/data");
        assertThat(host.names.files.get(host.directory("db")).links()).isEmpty();
    }

    @Test
    void setUp_parentRestartsElsewhere_childIsTold() {
        host.run("db", EXPOSED, "{}");
        host.run("web", LINK);
        host.stop("db");
        assertThat(host.driver.permits).isEmpty();
        host.run("filler", "{}");

        host.start("db");

        assertThat(lines())
                .containsExactly("172.17.0.4 [data, " + FakeHost.id("db").substring(0, 12) + ", db]");
        assertThat(host.driver.permits)
                .containsOnlyKeys(host.endpoint("web", "bridge").endpointId() + ">"
                        + host.endpoint("db", "bridge").endpointId());
    }

    @Test
    void setUp_bothFamilies_hasALineOfEach() {
        startWithBothFamilies();
        host.run("db", EXPOSED, "{}");

        SandboxInfo web = host.run("web", LINK);

        String names = " [data, " + FakeHost.id("db").substring(0, 12) + ", db]";
        assertThat(lines()).containsExactly("172.17.0.2" + names, "fd00:9:0:0:0:0:0:2" + names);
        assertThat(web.linkEnvironment()).containsExactly("data=172.17.0.2 [80/tcp]");
    }

    @Test
    void setUp_bothFamiliesAndParentRestartsElsewhere_bothLinesAreAnew() {
        startWithBothFamilies();
        host.run("db", EXPOSED, "{}");
        host.run("web", LINK);
        host.stop("db");
        host.run("filler", "{}");

        host.start("db");

        String names = " [data, " + FakeHost.id("db").substring(0, 12) + ", db]";
        assertThat(lines()).containsExactly("172.17.0.4" + names, "fd00:9:0:0:0:0:0:4" + names);
    }

    private void startWithBothFamilies() {
        host.restart(host.defaults(
                Optional.empty(),
                new NetworkDefaults.BridgeFlags(
                        "", true, Optional.of(Cidr.parse("fd00:9::/64")), Optional.empty(), Optional.empty())));
    }

    @Test
    void setUp_aliasIsTheName_itIsSaidOnceAndTheHostnameToo() {
        host.run("db", "{\"Hostname\":\"store\"}", "{}");
        host.run("same", "{\"Hostname\":\"same\"}", "{}");

        host.run("web", "{\"Links\":[\"db\",\"same\",\"same:other\"]}");

        assertThat(lines())
                .containsExactly("172.17.0.2 [db, store]", "172.17.0.3 [same, same]", "172.17.0.3 [other, same, same]");
    }

    @Test
    void tearDown_ofEitherEnd_takesThePermit() {
        host.run("db", EXPOSED, "{}");
        host.run("web", LINK);

        host.stop("web");
        assertThat(host.driver.permits).isEmpty();
        host.start("web");
        assertThat(host.driver.permits).hasSize(1);

        host.stop("db");
        assertThat(host.driver.permits).isEmpty();
    }

    @Test
    void setUp_parentSharesAnotherOnesStack_isLinkedToThat() {
        host.run("owner", EXPOSED, "{}");
        host.run("db", "{\"NetworkMode\":\"container:owner\"}");

        host.run("web", LINK);

        assertThat(lines())
                .containsExactly("172.17.0.2 [data, " + FakeHost.id("owner").substring(0, 12) + ", owner]");
        assertThat(host.driver.permits).hasSize(1);
    }

    @Test
    void reserve_unknownOrHostParent_isRefusedAsDockerDoes() {
        host.run("h", "{\"NetworkMode\":\"host\"}");

        assertThatThrownBy(() -> host.create("web", "{}", LINK))
                .isInstanceOf(EngineException.InvalidParameter.class)
                .hasMessage("could not get container for db: No such container: db");
        assertThatThrownBy(() -> host.create("web", "{}", "{\"Links\":[\"h\"]}"))
                .hasMessage("conflicting options: host type networking can't be used with links. This would result"
                        + " in undefined behavior");
        assertThatThrownBy(() -> host.create("web", "{}", "{\"Links\":[\":x\"]}"))
                .hasMessage("could not get container for : invalid name or ID supplied: \"\"");
        assertThatThrownBy(() -> host.create("web", "{}", "{\"Links\":[\"a:b:c\"]}"))
                .hasMessage("bad format for links: a:b:c");
    }

    @Test
    void setUp_parentDoesNotRunOrIsElsewhere_isRefusedAsDockerDoes() {
        host.service.create(NetworkCreate.bridge("front"));
        host.create("db", "{}", "{}");
        host.run("far", "{\"NetworkMode\":\"front\"}");

        assertThatThrownBy(() -> host.run("web", LINK))
                .hasMessage("Cannot link to a non running container: /db AS /web/data");
        assertThatThrownBy(() -> host.run("web2", "{\"Links\":[\"far\"]}"))
                .hasMessage("Cannot link to /far, as it does not belong to the default network");
        assertThat(host.kernel.sandboxes).hasSize(1);
    }

    @Test
    void setUp_parentMadeAnew_isLinkedByItsName() {
        host.run("db", EXPOSED, "{}");
        host.run("web", LINK);
        host.service.forget(FakeHost.id("db"));
        ContainerNetworkRequest other =
                host.container("other", EXPOSED, "{}", Map.of()).named("db");

        host.service.setUp(other);

        assertThat(lines()).singleElement().asString().contains("[data, ", ", db]");
    }

    @Test
    void rename_parent_showsInTheLink() {
        host.run("db", EXPOSED, "{}");
        host.run("web", LINK);

        host.service.rename(FakeHost.id("db"), "store");

        assertThat(host.service.links(FakeHost.id("web"))).containsExactly("/store:/web/data");
        assertThat(lines()).singleElement().asString().endsWith("store]");
    }

    @Test
    void removeLink_running_takesLineAndPermit() {
        host.run("db", EXPOSED, "{}");
        host.run("web", LINK);

        host.service.removeLink(FakeHost.id("web"), "data");

        assertThat(lines()).isEmpty();
        assertThat(host.driver.permits).isEmpty();
        assertThatThrownBy(() -> host.service.removeLink(FakeHost.id("web"), "data"))
                .isInstanceOf(EngineException.NotFound.class);
    }

    @Test
    void setUp_linkOnUserNetwork_isAPrivateName() {
        host.service.create(NetworkCreate.bridge("front"));
        host.run("db", "{\"NetworkMode\":\"front\"}");
        host.run("web", "{\"NetworkMode\":\"front\",\"Links\":[\"db:data\"]}");

        assertThat(host.names.sandboxes.get(FakeHost.id("web")).links()).isEqualTo(Map.of("data", "db"));
        assertThat(lines()).isEmpty();
        assertThat(host.service.links(FakeHost.id("web"))).isEmpty();
        assertThat(host.service.linkNames()).isEmpty();
    }

    @Test
    void reserve_linkOnUserNetwork_needsNobodyThere() {
        host.service.create(NetworkCreate.bridge("front"));

        host.run("web", "{\"NetworkMode\":\"front\",\"Links\":[\"db:data\"]}");

        assertThat(host.names.sandboxes.get(FakeHost.id("web")).links()).isEqualTo(Map.of("data", "db"));
    }

    @Test
    void resolve_sameAliasTwice_theFirstHasIt() {
        host.run("db", EXPOSED, "{}");
        host.run("other", "{}");

        host.run("web", "{\"Links\":[\"db:data\",\"other:data\"]}");

        assertThat(host.service.links(FakeHost.id("web"))).containsExactly("/db:/web/data");
    }

    @Test
    void linkNames_ofTheOtherEnd_leadToIt() {
        host.run("db", EXPOSED, "{}");
        host.run("web", "{\"Links\":[\"db:data\",\"db:again\"]}");

        assertThat(host.service.linkNames()).isEqualTo(Map.of(FakeHost.id("db"), List.of("web/again", "web/data")));
        assertThat(host.service.linkTarget("web/data")).contains(FakeHost.id("db"));
        assertThat(host.service.linkTarget("/web/data")).contains(FakeHost.id("db"));
        assertThat(host.service.linkTarget("web/nope")).isEmpty();
        assertThat(host.service.linkTarget("db")).isEmpty();
    }

    @Test
    void startOrder_linked_parentsGoFirst() {
        host.run("db", EXPOSED, "{}");
        host.run("web", LINK);
        host.run("front", "{\"Links\":[\"web\"]}");
        host.run("beside", "{\"NetworkMode\":\"container:front\"}");
        List<String> wanted = List.of(FakeHost.id("beside"), FakeHost.id("front"), FakeHost.id("db"));

        assertThat(host.service.startOrder(wanted))
                .containsExactly(FakeHost.id("db"), FakeHost.id("front"), FakeHost.id("beside"));
    }

    @Test
    void views_ofARemovedContainer_areEmpty() {
        assertThat(host.service.ports("gone")).isEmpty();
        assertThat(host.service.endpoints("gone")).isEmpty();
        assertThat(host.service.settings("gone").ipAddress()).isEmpty();
        assertThat(host.service.links("gone")).isEmpty();
    }

    @Test
    void restore_linked_isToldOfALaterRestart() {
        host.run("db", EXPOSED, "{}");
        host.run("web", LINK);
        host.restart(host.defaults(Optional.empty()), "db", "web");
        host.stop("db");
        host.run("filler", "{}");

        host.start("db");

        assertThat(lines()).singleElement().asString().startsWith("172.17.0.4 ");
    }

    private List<String> lines() {
        return host.names.files.get(host.directory("web")).links().stream()
                .map(LegacyLinksTest::shown)
                .toList();
    }

    private static String shown(HostLine line) {
        return line.address().getHostAddress() + " " + line.names();
    }
}
