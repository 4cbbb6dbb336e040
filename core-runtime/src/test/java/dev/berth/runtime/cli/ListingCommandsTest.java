package dev.berth.runtime.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.runtime.cli.archive.CannedEngine;
import org.junit.jupiter.api.Test;

/** What commands show, as tables and by templates. */
class ListingCommandsTest extends CliCase {
    @Test
    void ps_containers_areATable() throws Exception {
        String answer = """
                [{"Id":"0123456789abcdef","Names":["/web"],"Image":"nginx","Command":"nginx -g 'daemon off;'","Created":1,
                 "State":"running","Status":"Up 2 hours",
                 "Ports":[{"IP":"0.0.0.0","PrivatePort":80,"PublicPort":8080,"Type":"tcp"},
                          {"IP":"0.0.0.0","PrivatePort":81,"PublicPort":8081,"Type":"tcp"},
                          {"PrivatePort":443,"Type":"tcp"}]}]""";
        try (CannedEngine engine = engine(request -> CannedEngine.json(200, answer))) {
            Result result = run("ps", "-a", "--filter", "name=web");
            assertThat(result.err()).isEmpty();
            assertThat(result.out().lines().toList().get(0))
                    .matches("CONTAINER ID   IMAGE     COMMAND {18}CREATED +STATUS       PORTS +NAMES");
            assertThat(result.out().lines().toList().get(1))
                    .startsWith("0123456789ab   nginx     \"nginx -g 'daemon of…\"   ")
                    .endsWith("   Up 2 hours   0.0.0.0:8080-8081->80-81/tcp, 443/tcp   web");
            assertThat(engine.requests().get(0))
                    .startsWith("GET /v1.51/containers/json?all=1&filters=%7B%22name%22%3A%5B%22web%22%5D%7D HTTP/1.1");
        }
    }

    @Test
    void ps_labelOfARow_isGivenByName() throws Exception {
        String answer = "[{\"Id\":\"0123\",\"Labels\":{\"com.x.foo-bar\":\"1\"}}]";
        try (CannedEngine engine = engine(request -> CannedEngine.json(200, answer))) {
            assertThat(run("ps", "--format", "<{{.Label \"com.x.foo-bar\"}}|{{.Label \"no\"}}>")
                            .out())
                    .isEqualTo("<1|>\n");
            assertThat(run("ps", "--format", "table {{.ID}}\t{{.Label \"com.x.foo-bar\"}}")
                            .out())
                    .isEqualTo("CONTAINER ID   foo bar\n0123           1\n");
            assertThat(run("ps", "--format", "json").out()).doesNotContain("\"Label\"");
            assertThat(run("ps", "--format", "{{.Label}}").err())
                    .isEqualTo("failed to execute template: template: :1:2: executing \"\" at <.Label>: wrong number"
                            + " of args for Label: want 1 got 0\n");
            assertThat(engine.requests()).hasSize(4);
        }
    }

    @Test
    void networkLs_networks_areATableByName() throws Exception {
        String answer = "[{\"Id\":\"fedcba9876543210\",\"Name\":\"sea\",\"Driver\":\"bridge\",\"Scope\":\"local\","
                + "\"Created\":\"2026-01-02T03:04:05Z\",\"EnableIPv6\":true,\"Labels\":{\"b\":\"2\",\"a\":\"1\"}},"
                + "{\"Id\":\"0123456789abcdef\",\"Name\":\"land\",\"Driver\":\"bridge\",\"Scope\":\"local\"}]";
        try (CannedEngine engine = engine(request -> CannedEngine.json(200, answer))) {
            assertThat(run("network", "ls").out()).isEqualTo("""
                    NETWORK ID     NAME      DRIVER    SCOPE
                    0123456789ab   land      bridge    local
                    fedcba987654   sea       bridge    local
                    """);
            assertThat(run("network", "ls", "-q").out()).isEqualTo("0123456789ab\nfedcba987654\n");
            String fields = "{{.IPv6}} {{.Internal}} {{.CreatedAt}} {{.Labels}} {{.Label \"a\"}}";
            assertThat(run("network", "ls", "--no-trunc", "--format", fields).out())
                    .endsWith("true false 2026-01-02T03:04:05Z a=1,b=2 1\n");
            assertThat(engine.requests()).hasSize(3);
        }
    }

    @Test
    void images_containers_areCountedIfTheEngineCountsThem() throws Exception {
        String answer = "[{\"Id\":\"sha256:0123\",\"RepoTags\":[\"a:1\"],\"Containers\":2},"
                + "{\"Id\":\"sha256:4567\",\"RepoTags\":[\"b:1\"],\"Containers\":-1}]";
        try (CannedEngine engine = engine(request -> CannedEngine.json(200, answer))) {
            assertThat(run("images", "--format", "{{.Repository}} {{.Containers}}")
                            .out())
                    .isEqualTo("a 2\nb N/A\n");
            assertThat(engine.requests()).hasSize(1);
        }
    }

    @Test
    void volumeLs_volumes_areATableByName() throws Exception {
        String answer = "{\"Volumes\":[{\"Name\":\"b\",\"Driver\":\"local\",\"Mountpoint\":\"/b\",\"Scope\":\"local\"},"
                + "{\"Name\":\"a\",\"Driver\":\"local\"}]}";
        try (CannedEngine engine = engine(request -> CannedEngine.json(200, answer))) {
            assertThat(run("volume", "ls").out()).isEqualTo("DRIVER    VOLUME NAME\nlocal     a\nlocal     b\n");
            assertThat(run("volume", "ls", "--format", "{{.Name}} {{.Mountpoint}} {{.Scope}}")
                            .out())
                    .isEqualTo("a  \nb /b local\n");
            assertThat(engine.requests()).hasSize(2);
        }
    }

    @Test
    void pluginLs_plugins_areATable() throws Exception {
        String answer = "[{\"Id\":\"0123456789abcdef\",\"Name\":\"sea\",\"Enabled\":true,"
                + "\"Config\":{\"Description\":\"at unix:///s\"}}]";
        try (CannedEngine engine = engine(request -> CannedEngine.json(200, answer))) {
            assertThat(run("plugin", "ls").out())
                    .isEqualTo("ID             NAME      DESCRIPTION    ENABLED\n"
                            + "0123456789ab   sea       at unix:///s   true\n");
            assertThat(run("plugin", "ls", "-q", "--no-trunc").out()).isEqualTo("0123456789abcdef\n");
            assertThat(engine.requests().get(0)).startsWith("GET ").contains("/plugins");
        }
    }

    @Test
    void events_template_hasDockersNames() throws Exception {
        String event =
                "{\"status\":\"start\",\"id\":\"c1\",\"from\":\"busybox\",\"Type\":\"container\",\"Action\":\"start\","
                        + "\"Actor\":{\"ID\":\"c1\",\"Attributes\":{\"name\":\"a\"}},\"scope\":\"local\",\"time\":7,\"timeNano\":7000000008}";
        try (CannedEngine engine = engine(request -> CannedEngine.json(200, event))) {
            String format =
                    "{{.Status}} {{.ID}} {{.From}} {{.Scope}} {{.Time}} {{.TimeNano}} {{.Actor.Attributes.name}}";
            assertThat(run("events", "--until", "1", "--format", format))
                    .isEqualTo(new Result(0, "start c1 busybox local 7 7000000008 a\n", ""));
            assertThat(run("events", "--until", "1", "--format", "json").out()).isEqualTo(event + "\n");
            assertThat(run("events", "--until", "1", "--format", "{{.Foo}}"))
                    .isEqualTo(new Result(
                            64,
                            "",
                            "Error parsing format: template: :1:2: executing \"\" at <.Foo>: can't evaluate field Foo"
                                    + " in type *events.Message\n"));
            assertThat(engine.requests()).hasSize(3);
        }
    }

    @Test
    void version_templateThatDoesNotFit_exitsWith1() throws Exception {
        try (CannedEngine engine = engine(request -> CannedEngine.json(200, "{\"Version\":\"1\",\"Containers\":1}"))) {
            assertThat(run("version", "--format", "{{.Foo}}").code()).isEqualTo(1);
            assertThat(run("info", "--format", "{{.Foo}}").code()).isEqualTo(1);
            assertThat(run("version", "--format", "{{").code()).isEqualTo(64);
            assertThat(engine.requests()).hasSize(3);
        }
    }

    @Test
    void systemDf_verbose_listsEverything() throws Exception {
        String usage = """
                {"LayersSize":3000000,
                 "Images":[{"Id":"sha256:0123456789abcdef","RepoTags":["web:1"],"Created":1,"Size":3000000,"SharedSize":1000000,"Containers":2},
                           {"Id":"sha256:1123456789abcdef","RepoTags":[],"Created":1,"Size":5,"SharedSize":-1,"Containers":-1}],
                 "Containers":[{"Id":"abcdef0123456789","Image":"web:1","Command":"sh","Created":1,"Status":"Up 1 second","Names":["/a"],"SizeRw":12,
                                "Mounts":[{"Driver":"local"},{"Type":"bind"}]}],
                 "Volumes":[{"Name":"v","UsageData":{"Size":7,"RefCount":1}}],"BuildCache":[]}""";
        try (CannedEngine engine = engine(request -> CannedEngine.json(200, usage))) {
            assertThat(run("system", "df", "-v")
                            .out()
                            .replaceAll("[0-9]+ years ago", "AGO")
                            .replaceAll(" +", " "))
                    .isEqualTo("""
                            Images space usage:

                            REPOSITORY TAG IMAGE ID CREATED SIZE SHARED SIZE UNIQUE SIZE CONTAINERS
                            web 1 0123456789ab AGO 3MB 1MB 2MB 2
                            <none> <none> 1123456789ab AGO 5B 0B 5B 0

                            Containers space usage:

                            CONTAINER ID IMAGE COMMAND LOCAL VOLUMES SIZE CREATED STATUS NAMES
                            abcdef012345 web:1 "sh" 1 12B AGO Up 1 second a

                            Local Volumes space usage:

                            VOLUME NAME LINKS SIZE
                            v 1 7B

                            Build cache usage: 0B

                            CACHE ID CACHE TYPE SIZE CREATED LAST USED USAGE SHARED
                            """);
            assertThat(engine.requests()).hasSize(1);
        }
    }

    @Test
    void inspect_ofNothing_printsAnEmptyListAndComplains() throws Exception {
        try (CannedEngine engine = engine(request -> CannedEngine.json(404, "{\"message\":\"No such thing\"}"))) {
            assertThat(run("inspect", "nothing")).isEqualTo(new Result(1, "[]\n", "Error: No such object: nothing\n"));
            assertThat(engine.requests()).hasSize(4);
        }
    }

    @Test
    void inspect_object_isIndentedAsGoDoes() throws Exception {
        try (CannedEngine engine =
                engine(request -> CannedEngine.json(200, "{\"A\":1,\"B\":[],\"C\":{},\"D\":[\"<x>\"]}"))) {
            assertThat(run("inspect", "x").out()).isEqualTo("""
                    [
                        {
                            "A": 1,
                            "B": [],
                            "C": {},
                            "D": [
                                "<x>"
                            ]
                        }
                    ]
                    """);
            assertThat(run("inspect", "-f", "{{.A}} {{json .D}}", "x").out()).isEqualTo("1 [\"<x>\"]\n");
            assertThat(engine.requests()).hasSize(2);
        }
    }
}
