package dev.berth.runtime.dockerfile;

import dev.berth.runtime.dockerfile.Instruction.Pair;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Replaces variables in those instructions that have them replaced; the others come back as they are. Command lines do
 * not: their shell does it.
 *
 * @param variables by name
 * @param escape the file's escape character
 */
public record Expansion(Map<String, String> variables, char escape) {
    public Expansion {
        variables = Map.copyOf(variables);
    }

    /** The instruction with its variables replaced. */
    public Instruction expand(Instruction instruction) {
        if (instruction instanceof Instruction.Env env) {
            return new Instruction.Env(pairs(env.pairs()));
        } else if (instruction instanceof Instruction.Label label) {
            return label.literal() ? label : new Instruction.Label(pairs(label.pairs()), false);
        } else if (instruction instanceof Instruction.Arg arg) {
            return new Instruction.Arg(pairs(arg.pairs()));
        } else if (instruction instanceof Instruction.Copy copy) {
            return copy(copy);
        } else if (instruction instanceof Instruction.Expose expose) {
            return new Instruction.Expose(expose.ports().stream()
                    .flatMap(port -> Substitution.words(port, variables, escape).stream())
                    .toList());
        } else if (instruction instanceof Instruction.Volume volume) {
            return new Instruction.Volume(words(volume.paths()));
        }
        return single(instruction);
    }

    private Instruction single(Instruction instruction) {
        if (instruction instanceof Instruction.User user) {
            return new Instruction.User(word(user.name()));
        } else if (instruction instanceof Instruction.Workdir workdir) {
            return new Instruction.Workdir(word(workdir.path()));
        } else if (instruction instanceof Instruction.StopSignal stop) {
            return new Instruction.StopSignal(word(stop.signal()));
        } else if (instruction instanceof Instruction.Run run) {
            return new Instruction.Run(
                    run.line(), words(run.mounts()), run.network().map(this::word));
        }
        return instruction;
    }

    /** A single word. */
    public String word(String text) {
        return Substitution.word(text, variables, escape);
    }

    private List<String> words(List<String> texts) {
        return texts.stream().map(this::word).toList();
    }

    private List<Pair> pairs(List<Pair> pairs) {
        List<Pair> expanded = new ArrayList<>();
        for (Pair pair : pairs) {
            Optional<String> value = pair.value().map(this::word);
            expanded.add(new Pair(word(pair.name()), value));
        }
        return expanded;
    }

    private Instruction copy(Instruction.Copy copy) {
        List<Heredoc> inline = copy.inline().stream()
                .map(document -> document.expand() ? document.with(lines(document.content())) : document)
                .toList();
        return new Instruction.Copy(
                copy.add(),
                words(copy.sources()),
                inline,
                word(copy.destination()),
                copy.from(),
                copy.owner().map(this::word),
                copy.mode().map(this::word),
                copy.link(),
                words(copy.excludes()),
                copy.checksum().map(this::word));
    }

    /** A here-document's quotes are content, and so are escapes of anything but variables. */
    private String lines(String content) {
        return Substitution.unquoted(content, variables, escape);
    }
}
