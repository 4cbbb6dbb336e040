package dev.berth.runtime.dockerfile;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;

/**
 * What a line of a Dockerfile asks for. Words are as written: variables are not replaced yet.
 *
 * @see <a href="https://docs.docker.com/reference/dockerfile/">Dockerfile reference</a>
 */
public sealed interface Instruction {
    /** A name and a value, which {@code ARG} may lack. */
    record Pair(String name, Optional<String> value) {
        @Override
        public String toString() {
            return value.map(text -> name + "=" + text).orElse(name);
        }
    }

    /**
     * What is to be run.
     *
     * @param words of the JSON form; or one, the text of the shell form, none if that is empty
     * @param shell true for the shell form
     */
    record CommandLine(List<String> words, boolean shell, List<Heredoc> heredocs) {
        public CommandLine {
            words = List.copyOf(words);
            heredocs = List.copyOf(heredocs);
        }
    }

    /** {@code FROM}: begins a stage. */
    record From(String base, Optional<String> name, Optional<String> platform) implements Instruction {}

    /** {@code ARG}. */
    record Arg(List<Pair> pairs) implements Instruction {
        public Arg {
            pairs = List.copyOf(pairs);
        }
    }

    /** {@code ENV}. */
    record Env(List<Pair> pairs) implements Instruction {
        public Env {
            pairs = List.copyOf(pairs);
        }
    }

    /** {@code LABEL}. @param literal true if nothing in it is replaced: it comes from a flag */
    record Label(List<Pair> pairs, boolean literal) implements Instruction {
        public Label {
            pairs = List.copyOf(pairs);
        }
    }

    /** {@code MAINTAINER}. */
    record Maintainer(String name) implements Instruction {}

    /**
     * {@code RUN}.
     *
     * @param mounts values of {@code --mount}
     * @param network of {@code --network}
     */
    record Run(CommandLine line, List<String> mounts, Optional<String> network) implements Instruction {
        public Run {
            mounts = List.copyOf(mounts);
        }
    }

    /**
     * {@code COPY} and {@code ADD}.
     *
     * @param add true for {@code ADD}
     * @param inline here-documents, each a file to be made
     * @param link accepted; layers do not depend on what they lie on anyway
     * @param checksum {@code sha256:...} that what is fetched must have
     */
    record Copy(
            boolean add,
            List<String> sources,
            List<Heredoc> inline,
            String destination,
            Optional<String> from,
            Optional<String> owner,
            Optional<String> mode,
            boolean link,
            List<String> excludes,
            Optional<String> checksum)
            implements Instruction {
        public Copy {
            sources = List.copyOf(sources);
            inline = List.copyOf(inline);
            excludes = List.copyOf(excludes);
        }

        /** {@code ADD} or {@code COPY}. */
        public String keyword() {
            return add ? "ADD" : "COPY";
        }
    }

    /** {@code EXPOSE}: ports, sorted as text. */
    record Expose(List<String> ports) implements Instruction {
        public Expose {
            ports = List.copyOf(ports);
        }
    }

    /** {@code VOLUME}. */
    record Volume(List<String> paths) implements Instruction {
        public Volume {
            paths = List.copyOf(paths);
        }
    }

    /** {@code USER}. */
    record User(String name) implements Instruction {}

    /** {@code WORKDIR}. */
    record Workdir(String path) implements Instruction {}

    /** {@code CMD}. */
    record Cmd(CommandLine line) implements Instruction {}

    /** {@code ENTRYPOINT}. */
    record Entrypoint(CommandLine line) implements Instruction {}

    /** {@code SHELL}. */
    record Shell(List<String> words) implements Instruction {
        public Shell {
            words = List.copyOf(words);
        }
    }

    /** {@code STOPSIGNAL}. */
    record StopSignal(String signal) implements Instruction {}

    /** {@code HEALTHCHECK}: Docker's {@code Healthcheck}. */
    record Healthcheck(ObjectNode check) implements Instruction {}

    /** {@code ONBUILD}: an instruction as written. */
    record OnBuild(String trigger) implements Instruction {}
}
