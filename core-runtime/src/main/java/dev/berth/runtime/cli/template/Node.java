package dev.berth.runtime.cli.template;

import java.util.List;
import java.util.Optional;

/** What a template is made of once it is read. */
sealed interface Node {
    /** Literal text. */
    record Text(String text) implements Node {}

    /** A pipeline whose value is printed, or only kept if it declares a variable. */
    record Print(Pipeline pipeline) implements Node {}

    /** {@code if}, or {@code with} when it moves the dot. */
    record Branch(Pipeline condition, boolean movesDot, List<Node> then, List<Node> otherwise) implements Node {}

    /** {@code range}, with names for key and value if they are given. */
    record Range(Pipeline over, Optional<String> key, Optional<String> value, List<Node> body, List<Node> otherwise)
            implements Node {}

    /**
     * Commands, the value of each given to the next as its last argument.
     *
     * @param declares variable that takes the value
     * @param shown its text, for messages
     */
    record Pipeline(Optional<String> declares, List<Call> calls, String shown) {}

    /** A function with arguments, or one operand alone. */
    record Call(List<Operand> operands) {}

    /** Something with a value. */
    sealed interface Operand {
        /** A path of fields from the dot, from {@code $} or a variable, or from a bracketed pipeline. */
        record Field(Optional<String> variable, Optional<Pipeline> base, List<String> names, String shown)
                implements Operand {}

        /** A literal. */
        record Literal(Object value) implements Operand {}

        /** A function's name. */
        record Function(String name) implements Operand {}

        /** {@code nil}. */
        record Nil() implements Operand {}
    }
}
