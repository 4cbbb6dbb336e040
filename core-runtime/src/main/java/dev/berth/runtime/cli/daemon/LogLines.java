package dev.berth.runtime.cli.daemon;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import ch.qos.logback.core.spi.ContextAwareBase;
import java.time.Instant;
import org.slf4j.LoggerFactory;

/**
 * How the daemon logs: a line {@code time=... level=... msg="..."} on stderr for each event. Configured by code, since
 * reading a file of rules takes longer than the rest of the start.
 */
public final class LogLines extends ContextAwareBase implements Configurator {
    @Override
    public ExecutionStatus configure(LoggerContext loggers) {
        Lines lines = new Lines();
        lines.setContext(loggers);
        lines.start();
        Logger root = loggers.getLogger(Logger.ROOT_LOGGER_NAME);
        root.setLevel(Level.INFO);
        root.addAppender(lines);
        // its debugging is about buffers and native libraries, never about us
        loggers.getLogger("io.netty").setLevel(Level.WARN);
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }

    /** Lets through events of this level and above; {@code fatal} is {@code error}. */
    static void level(String name) {
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext loggers) {
            loggers.getLogger(Logger.ROOT_LOGGER_NAME)
                    .setLevel(Level.toLevel(name.equals("fatal") ? "error" : name, Level.INFO));
        }
    }

    /** One event as a line without its newline. */
    static String line(ILoggingEvent event) {
        String level = event.getLevel() == Level.WARN
                ? "warning"
                : event.getLevel().levelStr.toLowerCase(java.util.Locale.ROOT);
        StringBuilder line = new StringBuilder(160)
                .append("time=")
                .append(Instant.ofEpochMilli(event.getTimeStamp()))
                .append(" level=")
                .append(level)
                .append(" msg=")
                .append(quoted(event.getFormattedMessage()));
        IThrowableProxy thrown = event.getThrowableProxy();
        if (thrown != null) {
            line.append(" error=")
                    .append(quoted(ThrowableProxyUtil.asString(thrown).strip()));
        }
        return line.toString();
    }

    private static String quoted(String text) {
        return "\""
                + text.replace("\\", "\\\\")
                        .replace("\"", "\\\"")
                        .replace("\n", "\\n")
                        .replace("\t", " ") + "\"";
    }

    private static final class Lines extends AppenderBase<ILoggingEvent> {
        @Override
        protected void append(ILoggingEvent event) {
            System.err.println(line(event));
        }
    }
}
