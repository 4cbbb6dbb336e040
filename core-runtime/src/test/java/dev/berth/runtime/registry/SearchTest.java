package dev.berth.runtime.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.plugin.EngineException;
import dev.berth.runtime.registry.http.CannedRegistry;
import dev.berth.runtime.registry.http.Credentials;
import dev.berth.runtime.registry.http.Endpoints;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SearchTest {
    private static final String JSON = "application/json";

    private final CannedRegistry registry = new CannedRegistry();

    @AfterEach
    void close() {
        registry.close();
    }

    private List<String> search(String term, int limit, Map<String, List<String>> filters) {
        Search search =
                new Search(new Remote(registry.transport()), new Endpoints(List.of(), List.of()), registry.transport());
        List<String> names = new ArrayList<>();
        for (JsonNode result : search.run(registry.domain() + "/" + term, limit, filters, Credentials.NONE)) {
            names.add(result.path("name").asText() + " "
                    + result.path("star_count").asInt());
        }
        return names;
    }

    private void index() {
        registry.document("GET /v1/search", JSON, """
                {"results":[{"name":"nginx","star_count":9,"is_official":true,"description":"a server"},
                 {"name":"me/nginx","star_count":1},{"name":"you/nginx","star_count":4,"is_automated":true}]}""".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void run_registryWithAnIndex_isAskedForTheTerm() {
        index();

        assertThat(search("nginx", 25, Map.of())).containsExactly("nginx 9", "me/nginx 1", "you/nginx 4");
        assertThat(registry.asked()).contains("GET /v1/search?q=nginx&n=25");
        assertThat(search("nginx", 2, Map.of())).hasSize(2);
    }

    @Test
    void run_filters_choose() {
        index();

        assertThat(search("nginx", 25, Map.of("stars", List.of("3")))).containsExactly("nginx 9", "you/nginx 4");
        assertThat(search("nginx", 25, Map.of("is-official", List.of("true")))).containsExactly("nginx 9");
        assertThat(search("nginx", 25, Map.of("is-automated", List.of("false"))))
                .containsExactly("nginx 9", "me/nginx 1");
    }

    @Test
    void run_registryWithoutAnIndex_isAskedForItsCatalog() {
        registry.document(
                "GET /v2/_catalog",
                JSON,
                "{\"repositories\":[\"team/app\",\"team/other\",\"my/app\"]}".getBytes(StandardCharsets.UTF_8));

        assertThat(search("app", 25, Map.of())).containsExactly("team/app 0", "my/app 0");
    }

    @Test
    void run_wrongQuestions_areRefusedInDockersWords() {
        assertThatThrownBy(() -> search("x", 101, Map.of()))
                .isInstanceOf(EngineException.InvalidParameter.class)
                .hasMessage("limit 101 is outside the range of [1, 100]");
        assertThatThrownBy(() -> search("x", 25, Map.of("odd", List.of("1"))))
                .isInstanceOf(EngineException.InvalidParameter.class)
                .hasMessage("invalid filter 'odd'");
    }
}
