package dev.berth.runtime.registry.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EndpointsTest {
    private final Endpoints endpoints =
            new Endpoints(List.of("https://mirror.example/"), List.of("10.1.0.0/16", "plain.example:5000"));

    private static List<String> bases(List<Endpoint> endpoints) {
        return endpoints.stream().map(endpoint -> endpoint.base().toString()).toList();
    }

    @Test
    void hub_isAskedAfterItsMirrorsAndPushedToAlone() {
        assertThat(bases(endpoints.toPull("docker.io")))
                .containsExactly("https://mirror.example", "https://registry-1.docker.io");
        assertThat(bases(endpoints.toPush("docker.io"))).containsExactly("https://registry-1.docker.io");
    }

    @ParameterizedTest
    @CsvSource({
        "localhost:5000, true",
        "127.0.0.1:5000, true",
        "127.9.9.9, true",
        "[::1]:5000, true",
        "10.1.2.3:5000, true",
        "10.2.2.3:5000, false",
        "plain.example:5000, true",
        "plain.example.invalid:5001, false",
    })
    void plain_onlyWhereItIsAllowed(String domain, boolean plain) {
        List<Endpoint> found = endpoints.toPull(domain);
        assertThat(bases(found).contains("http://" + domain)).isEqualTo(plain);
        assertThat(found.get(0).base().getScheme()).isEqualTo("https");
        assertThat(found.get(0).verified()).isEqualTo(!plain);
    }

    @Test
    void proxies_comeFromTheEnvironment() {
        EnvironmentProxies proxies = new EnvironmentProxies(
                Map.of("HTTPS_PROXY", "http://proxy.example:3128", "no_proxy", ".inside.example,other.example"));
        Proxy proxy = new Proxy(Proxy.Type.HTTP, InetSocketAddress.createUnresolved("proxy.example", 3128));

        assertThat(proxies.select(URI.create("https://registry.example/v2/"))).containsExactly(proxy);
        assertThat(proxies.select(URI.create("http://registry.example/v2/"))).containsExactly(Proxy.NO_PROXY);
        assertThat(proxies.select(URI.create("https://a.inside.example/"))).containsExactly(Proxy.NO_PROXY);
        assertThat(proxies.select(URI.create("https://other.example/"))).containsExactly(Proxy.NO_PROXY);
        assertThat(proxies.select(URI.create("https://localhost:5000/"))).containsExactly(Proxy.NO_PROXY);
    }

    @Test
    void challenges_areReadWithTheirQuotes() {
        assertThat(Challenge.of(List.of(
                        "Negotiate",
                        "Basic realm=here",
                        "BEARER realm=\"https://a/t?x=1,2\", service=\"a \\\"b\\\"\"")))
                .isEqualTo(Optional.of(
                        new Challenge("bearer", Map.of("realm", "https://a/t?x=1,2", "service", "a \"b\""))));
        assertThat(Challenge.of(List.of("Negotiate"))).isEmpty();
    }
}
