package dev.berth.runtime.cli.template;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A field that takes arguments, such as {@code .Label "name"} of a row. */
@FunctionalInterface
public interface Method {
    /**
     * What it gives.
     *
     * @throws TemplateException in Go's words, if the arguments do not fit
     */
    @Nullable
    Object call(List<@Nullable Object> arguments);

    /** {@code .Label "name"}: the label's value, empty if there is none. */
    static Method label(Map<String, String> labels) {
        return arguments -> {
            if (arguments.size() != 1) {
                throw new TemplateException("wrong number of args for Label: want 1 got " + arguments.size());
            }
            return labels.getOrDefault(Functions.show(arguments.get(0)), "");
        };
    }
}
