package dev.berth.conformance.kit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;

/** What holds for plugins of every type. */
final class CommonRules {
    private static final int CALLERS = 16;

    private CommonRules() {}

    static List<Rule> of(String type, String someMethod) {
        return List.of(
                Rule.needed(
                        "the handshake names " + type,
                        plugin -> assertThat(plugin.postText("Plugin.Activate", "")
                                        .json()
                                        .path("Implements"))
                                .anySatisfy(each -> assertThat(each.asText()).isEqualTo(type))),
                Rule.needed("the handshake may come again", plugin -> {
                    plugin.ok("Plugin.Activate");
                    plugin.ok("Plugin.Activate");
                }),
                Rule.needed(
                        "a method that it has not is status 404",
                        plugin -> assertThat(plugin.post(type + ".NoSuchMethod").status())
                                .isEqualTo(404)),
                Rule.needed("a body that is no JSON is a failure, and it lives on", plugin -> {
                    assertThat(plugin.postText(someMethod, "{\"Name").failed()).isTrue();
                    assertThat(plugin.postText(someMethod, "<xml/>").failed()).isTrue();
                    plugin.ok("Plugin.Activate");
                }),
                Rule.wished(
                        "failures are JSON with Err",
                        plugin -> assertThat(plugin.postText(someMethod, "{\"Name")
                                        .json()
                                        .has("Err"))
                                .isTrue()));
    }

    /** Runs the call from many threads at once. @return what they were given */
    static <T> List<T> atOnce(IntFunction<T> call) {
        ExecutorService callers = Executors.newFixedThreadPool(CALLERS);
        try {
            List<Future<T>> running = new ArrayList<>();
            for (int i = 0; i < CALLERS; i++) {
                int number = i;
                running.add(callers.submit(() -> call.apply(number)));
            }
            List<T> given = new ArrayList<>();
            for (Future<T> each : running) {
                given.add(each.get());
            }
            return given;
        } catch (ExecutionException failure) {
            throw new AssertionError(failure.getCause());
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new AssertionError(stop);
        } finally {
            callers.shutdownNow();
        }
    }
}
