package dev.berth.runtime.dockerfile;

import dev.berth.plugin.EngineException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A stage: what begins with a {@code FROM}.
 *
 * @param line of the {@code FROM}
 * @param steps what follows
 */
public record Stage(Line line, Instruction.From from, List<Step> steps) {
    public Stage {
        steps = List.copyOf(steps);
    }

    /** An instruction and the line it was written in. */
    public record Step(Line line, Instruction instruction) {}

    /** The arguments before the first stage, and the stages. */
    public record Plan(List<Step> arguments, List<Stage> stages, char escape) {
        public Plan {
            arguments = List.copyOf(arguments);
            stages = List.copyOf(stages);
        }

        /** Lines that are carried out, those of the stages' beginnings among them. */
        public int size() {
            return arguments.size()
                    + stages.stream()
                            .mapToInt(stage -> 1 + stage.steps().size())
                            .sum();
        }

        /**
         * Without the stages after the target.
         *
         * @param target name or number of a stage
         * @throws EngineException.InvalidParameter there is no such stage
         */
        public Plan upTo(String target) {
            for (int i = 0; i < stages.size(); i++) {
                if (stages.get(i).isCalled(target, i)) {
                    return new Plan(arguments, stages.subList(0, i + 1), escape);
                }
            }
            throw new EngineException.InvalidParameter("failed to reach build target " + target + " in Dockerfile");
        }

        /** The same with one more step in the last stage. */
        public Plan with(Step step) {
            List<Stage> all = new ArrayList<>(stages);
            Stage last = all.remove(all.size() - 1);
            List<Step> steps = new ArrayList<>(last.steps());
            steps.add(step);
            all.add(new Stage(last.line(), last.from(), steps));
            return new Plan(arguments, all, escape);
        }
    }

    /** True if that is its name or number. */
    public boolean isCalled(String text, int number) {
        return from.name().equals(Optional.of(text.toLowerCase(Locale.ROOT))) || text.equals(Integer.toString(number));
    }

    /**
     * Understands a whole file.
     *
     * @param name of the file, for messages
     * @throws EngineException.InvalidParameter at the first line that is wrong
     */
    public static Plan plan(Dockerfile file, String name) {
        List<Step> arguments = new ArrayList<>();
        List<Stage> stages = new ArrayList<>();
        List<Step> steps = new ArrayList<>();
        for (Line line : file.lines()) {
            Instruction instruction = parse(line, file.escape(), name);
            if (instruction instanceof Instruction.From from) {
                steps = new ArrayList<>();
                stages.add(new Stage(line, from, List.of()));
            } else if (!stages.isEmpty()) {
                steps.add(new Step(line, instruction));
                Stage last = stages.get(stages.size() - 1);
                stages.set(stages.size() - 1, new Stage(last.line(), last.from(), steps));
            } else if (instruction instanceof Instruction.Arg) {
                arguments.add(new Step(line, instruction));
            } else {
                throw new EngineException.InvalidParameter("no build stage in current context");
            }
        }
        if (stages.isEmpty()) {
            throw new EngineException.InvalidParameter("No build stage in current context");
        }
        return new Plan(arguments, stages, file.escape());
    }

    private static Instruction parse(Line line, char escape, String name) {
        try {
            return InstructionParser.parse(line, escape);
        } catch (EngineException.InvalidParameter wrong) {
            throw new EngineException.InvalidParameter(wrong.getMessage() + " " + line.place(name), wrong);
        }
    }
}
