package dev.berth.runtime.dockerfile;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.plugin.EngineException;
import java.util.List;
import java.util.Set;

/** Dockerfile instructions that change an image's configuration, as {@code import -c} and {@code commit -c} take them. */
public final class ConfigChanges {
    private static final Set<String> ALLOWED = Set.of(
            "CMD",
            "ENTRYPOINT",
            "ENV",
            "EXPOSE",
            "HEALTHCHECK",
            "LABEL",
            "ONBUILD",
            "STOPSIGNAL",
            "USER",
            "VOLUME",
            "WORKDIR");

    private ConfigChanges() {}

    /**
     * Carries the instructions out on an image's {@code config}.
     *
     * @throws EngineException.InvalidParameter no instruction, one that is not allowed here, or wrong arguments
     */
    public static void apply(List<String> instructions, ObjectNode config) {
        String text = String.join("\n", instructions);
        if (text.isBlank()) {
            return;
        }
        Dockerfile file = Dockerfile.parse(text);
        for (Line line : file.lines()) {
            if (!ALLOWED.contains(line.keyword())) {
                throw new EngineException.InvalidParameter(line.keyword() + " is not a valid change command");
            }
        }
        ImageSettings settings = new ImageSettings(config);
        for (Line line : file.lines()) {
            Instruction instruction = InstructionParser.parseAlone(line, file.escape());
            settings.apply(new Expansion(settings.environment(), file.escape()).expand(instruction));
        }
    }
}
