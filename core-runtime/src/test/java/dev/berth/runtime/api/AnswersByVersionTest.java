package dev.berth.runtime.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.runtime.image.ImageSummary;
import dev.berth.runtime.spec.ApiVersion;
import dev.berth.runtime.state.Json;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnswersByVersionTest {
    private static AnswersByVersion at(int minor) {
        return new AnswersByVersion(new ApiVersion(1, minor));
    }

    private static ObjectNode json(String text) {
        return (ObjectNode) Json.tree(text.replace('\'', '"'));
    }

    @ParameterizedTest
    @CsvSource({
        "/VirtualSize,44",
        "/Container,45",
        "/ContainerConfig,45",
        "/Config/Hostname,50",
        "/Config/Image,50",
        "/Config/Cmd,99"
    })
    void image_isTold_untilThatVersion(String member, int until) {
        String image = "{'VirtualSize':1,'Container':'c','ContainerConfig':{},"
                + "'Config':{'Hostname':'h','Image':'i','Cmd':['sh']}}";
        for (int minor = 24; minor <= ApiVersion.NEWEST.minor(); minor++) {
            assertThat(at(minor).image(json(image)).at(member).isMissingNode())
                    .as("%s in 1.%d", member, minor)
                    .isEqualTo(minor >= until);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "/BridgeNfIptables,24,50",
        "/RuncCommit/Expected,24,49",
        "/RegistryConfig/AllowNondistributableArtifactsCIDRs,24,47",
        "/CDISpecDirs,44,99",
        "/FirewallBackend,49,99",
        "/RuncCommit/ID,24,99"
    })
    void info_isTold_fromOneVersionToAnother(String member, int from, int until) {
        String info = "{'BridgeNfIptables':true,'RuncCommit':{'ID':'','Expected':''},'CDISpecDirs':[],"
                + "'FirewallBackend':{'Driver':'nftables'},"
                + "'RegistryConfig':{'AllowNondistributableArtifactsCIDRs':[]}}";
        for (int minor = 24; minor <= ApiVersion.NEWEST.minor(); minor++) {
            assertThat(at(minor).info(json(info)).at(member).isMissingNode())
                    .as("%s in 1.%d", member, minor)
                    .isEqualTo(minor < from || minor >= until);
        }
    }

    @Test
    void aliases_containTheShortId_forOldClientsOnly() {
        String container = "{'Id':'0123456789abcdef','NetworkSettings':{'Networks':{"
                + "'n':{'Aliases':['web','0123456789ab']},'m':{'Aliases':['0123456789ab']},'bridge':{'Aliases':null}}}}";
        assertThat(aliases(at(44).container(json(container)), "n")).isEqualTo("[\"web\",\"0123456789ab\"]");
        assertThat(aliases(at(45).container(json(container)), "n")).isEqualTo("[\"web\"]");
        assertThat(aliases(at(45).container(json(container)), "m")).isEqualTo("[]");
        assertThat(aliases(at(45).container(json(container)), "bridge")).isEqualTo("null");
    }

    private static String aliases(JsonNode container, String network) {
        return container.at("/NetworkSettings/Networks/" + network + "/Aliases").toString();
    }

    @Test
    void imageLines_haveSizeTwiceForOldClients_andTheirContainersForNewOnes() {
        List<ImageSummary> lines =
                List.of(new ImageSummary("sha256:a", "", List.of(), List.of(), 0, 7, 7L, -1, Map.of(), -1));
        UnaryOperator<List<ImageSummary>> counted =
                given -> List.of(given.get(0).withContainers(3));
        UnaryOperator<List<ImageSummary>> uncounted = given -> {
            throw new AssertionError("counted for nobody");
        };
        assertThat(Json.write(at(43).imageLines(lines, uncounted))).contains("\"VirtualSize\":7", "\"Containers\":-1");
        assertThat(Json.write(at(50).imageLines(lines, uncounted)))
                .doesNotContain("VirtualSize")
                .contains("\"Containers\":-1");
        assertThat(Json.write(at(51).imageLines(lines, counted)))
                .doesNotContain("VirtualSize")
                .contains("\"Containers\":3");
        assertThat(Json.write(at(43).imageLine(lines.get(0).withContainers(3))))
                .contains("\"VirtualSize\":7", "\"Containers\":3");
    }

    @Test
    void imageLine_ofNoName_hasOneForOldClientsOnly() {
        ImageSummary nameless = new ImageSummary(
                "sha256:a", "", List.of("<none>:<none>"), List.of("<none>@<none>"), 0, 7, 7L, -1, Map.of(), -1);
        assertThat(at(42).imageLine(nameless)).isEqualTo(nameless);
        assertThat(Json.write(at(43).imageLine(nameless))).contains("\"RepoTags\":[],\"RepoDigests\":[]");
        ImageSummary pulled =
                new ImageSummary("sha256:a", "", List.of(), List.of("a@sha256:1"), 0, 7, 7L, -1, Map.of(), -1);
        assertThat(at(43).imageLine(pulled)).isEqualTo(pulled);
    }

    @Test
    void containerLine_hasAnnotations_forNewClientsOnly() {
        String line = "{'HostConfig':{'NetworkMode':'bridge','Annotations':{'a':'b'}}}";
        assertThat(at(45).containerLine(json(line)).toString()).doesNotContain("Annotations");
        assertThat(at(46).containerLine(json(line)).toString()).contains("Annotations");
    }
}
