package dev.berth.runtime.dockerfile;

import dev.berth.plugin.EngineException;

/** Instructions that an image keeps for those who build on it. */
public final class Triggers {
    private Triggers() {}

    /**
     * The instruction of an {@code ONBUILD}.
     *
     * @throws EngineException.InvalidParameter it is none
     */
    public static Instruction parse(String trigger) {
        Line line = Dockerfile.single(trigger)
                .orElseThrow(
                        () -> new EngineException.InvalidParameter("onbuild trigger should be a single expression"));
        return InstructionParser.parse(line, '\\');
    }
}
