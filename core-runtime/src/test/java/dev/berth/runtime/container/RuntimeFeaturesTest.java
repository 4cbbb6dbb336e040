package dev.berth.runtime.container;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RuntimeFeaturesTest {
    private static final String NEW_KERNEL = "6.1.0-18-amd64";

    @TempDir
    Path directory;

    private OciRuntime runtime(String script) throws IOException {
        return runtime("runtime", script);
    }

    private OciRuntime runtime(String name, String script) throws IOException {
        Path program = directory.resolve(name);
        Files.writeString(program, "#!/bin/sh\n" + script);
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        return new OciRuntime("test", program, directory.resolve("root"));
    }

    @ParameterizedTest
    @CsvSource({
        "'echo ''{\"mountOptions\":[\"ro\",\"rro\"]}''',true",
        "'echo ''{\"mountOptions\":[\"ro\"]}''',false",
        "'echo ''{}''',false",
        "'echo no JSON',false",
        "'[ $1 = --version ] || exit 1; echo crun version 1.8.1',true",
        "'[ $1 = --version ] || exit 1; echo crun version 1.7',false",
        "'[ $1 = --version ] || exit 1; echo runc version 1.0.0',false",
        "exit 1,false"
    })
    void answer_isTheRuntimes(String script, boolean can) throws IOException {
        assertThat(new RuntimeFeatures(NEW_KERNEL).mountReadOnlyBelow(runtime(script)))
                .isEqualTo(can);
    }

    @Test
    void runtime_isAskedOnce_andAgainOnlyIfItCouldNotBe() throws IOException {
        RuntimeFeatures features = new RuntimeFeatures(NEW_KERNEL);
        OciRuntime missing = new OciRuntime("test", directory.resolve("runtime"), directory);
        assertThat(features.mountReadOnlyBelow(missing)).isFalse();
        assertThat(features.mountReadOnlyBelow(runtime("echo '{\"mountOptions\":[\"rro\"]}'")))
                .isTrue();
        assertThat(features.mountReadOnlyBelow(runtime("exit 1"))).isTrue();
    }

    @Test
    void runtimeThatDoesNotAnswer_keepsNobodyFromAnothers_andIsNotAskedTwice() throws Exception {
        RuntimeFeatures features = new RuntimeFeatures(NEW_KERNEL, Duration.ofMinutes(10));
        Path asked = directory.resolve("asked");
        Path gate = directory.resolve("gate");
        OciRuntime hanging = runtime(
                "hanging",
                "echo >> " + asked + "; mkfifo " + gate + " && read go < " + gate
                        + "; echo '{\"mountOptions\":[\"rro\"]}'");
        OciRuntime prompt = runtime("prompt", "echo '{\"mountOptions\":[\"rro\"]}'");
        CompletableFuture<Boolean> first = ask(features, hanging);
        Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> Files.exists(gate));
        CompletableFuture<Boolean> second = ask(features, hanging);
        try {
            assertThat(ask(features, prompt).get(1, TimeUnit.MINUTES)).isTrue();
            assertThat(first).isNotDone();
            assertThat(second).isNotDone();
        } finally {
            Files.writeString(gate, "go\n");
        }
        assertThat(first.get(1, TimeUnit.MINUTES)).isTrue();
        assertThat(second.get(1, TimeUnit.MINUTES)).isTrue();
        assertThat(Files.readString(asked)).isEqualTo("\n");
    }

    private static CompletableFuture<Boolean> ask(RuntimeFeatures features, OciRuntime runtime) {
        CompletableFuture<Boolean> answer = new CompletableFuture<>();
        Thread thread = new Thread(() -> answer.complete(features.mountReadOnlyBelow(runtime)), "asking");
        thread.setDaemon(true);
        thread.start();
        return answer;
    }

    @ParameterizedTest
    @CsvSource({"5.12.0,true", "5.11.22,false", "4.19,false", "6.0,true", "10.1-x,true", "odd,false"})
    void kernel_isOf5_12OrNewer(String release, boolean newEnough) {
        assertThat(RuntimeFeatures.isNewEnough(release)).isEqualTo(newEnough);
    }
}
