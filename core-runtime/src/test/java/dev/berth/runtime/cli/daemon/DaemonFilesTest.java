package dev.berth.runtime.cli.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import dev.berth.runtime.cli.CliException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DaemonFilesTest {
    @TempDir
    Path directory;

    @Test
    void pidFile_holdsOurPid_untilItIsClosed() throws Exception {
        Path file = directory.resolve("run/berth.pid");
        try (PidFile pidFile = PidFile.create(file)) {
            assertThat(Files.readString(file)).isEqualTo(pidFile.pid() + "\n");
        }
        assertThat(file).doesNotExist();
    }

    @Test
    void pidFile_ofADeadDaemon_isReplaced() throws Exception {
        Path file = directory.resolve("berth.pid");
        Files.writeString(file, "4194304999\n");
        try (PidFile pidFile = PidFile.create(file)) {
            assertThat(Files.readString(file)).startsWith(String.valueOf(pidFile.pid()));
        }
    }

    @Test
    void pidFile_replacedByAnother_isLeft() throws Exception {
        Path file = directory.resolve("berth.pid");
        PidFile pidFile = PidFile.create(file);
        Files.writeString(file, "1\n");
        pidFile.close();
        assertThat(file).hasContent("1\n");
    }

    @Test
    void pidFile_inAPlaceThatIsNoDirectory_isRefusedInOneLine() throws Exception {
        Path notADirectory = Files.writeString(directory.resolve("file"), "");
        assertThatThrownBy(() -> PidFile.create(notADirectory.resolve("berth.pid")))
                .isInstanceOf(CliException.class)
                .hasMessageStartingWith("failed to start daemon: cannot write pid file ");
    }

    @Test
    void logLine_eventWithQuotesAndBreaks_isOneLine() {
        LoggingEvent event = new LoggingEvent();
        event.setLoggerContext(new LoggerContext());
        event.setLevel(Level.WARN);
        event.setMessage("said \"{}\" and\nwent");
        event.setArgumentArray(new Object[] {"no"});
        event.setThrowableProxy(new ch.qos.logback.classic.spi.ThrowableProxy(new IllegalStateException("why")));
        event.setTimeStamp(0);
        assertThat(LogLines.line(event))
                .startsWith("time=1970-01-01T00:00:00Z level=warning msg=\"said \\\"no\\\" and\\nwent\" error=\""
                        + "java.lang.IllegalStateException: why")
                .doesNotContain("\n");
    }
}
