package dev.berth.runtime.cli.template;

import dev.berth.runtime.cli.template.Node.Operand;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A template of Go's text/template: fields, pipelines, variables, {@code if}, {@code with}, {@code range}, comments,
 * trimming and the functions that Docker's {@code --format} has.
 *
 * @see <a href="https://pkg.go.dev/text/template">text/template</a>
 */
public final class Template {
    private final String source;
    private final List<Node> nodes;
    private final Optional<String> typeName;

    private Template(String source, Optional<String> typeName) {
        this.source = source;
        this.nodes = Parser.parse(source);
        this.typeName = typeName;
    }

    /**
     * Reads a template for objects as the engine sends them. A field that an object does not have is
     * {@code map has no entry for key}; of an object of nothing but texts, such as labels, it is {@code <no value>}.
     *
     * @throws TemplateException with Go's words
     */
    public static Template parse(String text) {
        return new Template(text, Optional.empty());
    }

    /** Reads a template for rows of a table; an unknown column is {@code can't evaluate field}. */
    public static Template parse(String text, String typeName) {
        return new Template(text, Optional.of(typeName));
    }

    /**
     * Fills the template.
     *
     * @param data {@code Map}, {@code List}, {@code String}, {@code Number}, {@code Boolean} or null
     * @throws TemplateException with Go's words
     */
    public String apply(@Nullable Object data) {
        StringBuilder out = new StringBuilder();
        new Run(data, out).all(nodes, data);
        return out.toString();
    }

    /** One filling: the variables and what is printed so far. */
    private final class Run {
        private final Map<String, @Nullable Object> variables = new HashMap<>();
        private final StringBuilder out;

        Run(@Nullable Object root, StringBuilder out) {
            this.out = out;
            variables.put("$", root);
        }

        void all(List<Node> block, @Nullable Object dot) {
            for (Node node : block) {
                if (node instanceof Node.Text text) {
                    out.append(text.text());
                } else if (node instanceof Node.Print print) {
                    Object value = value(print.pipeline(), dot);
                    if (print.pipeline().declares().isEmpty()) {
                        out.append(Functions.show(value));
                    }
                } else if (node instanceof Node.Branch branch) {
                    branch(branch, dot);
                } else if (node instanceof Node.Range range) {
                    range(range, dot);
                }
            }
        }

        private void branch(Node.Branch branch, @Nullable Object dot) {
            Object value = value(branch.condition(), dot);
            if (Functions.truth(value)) {
                all(branch.then(), branch.movesDot() ? value : dot);
            } else {
                all(branch.otherwise(), dot);
            }
        }

        private void range(Node.Range range, @Nullable Object dot) {
            Map<Object, @Nullable Object> elements =
                    elements(value(range.over(), dot), range.over().shown());
            elements.forEach((key, element) -> {
                range.key().ifPresent(name -> variables.put(name, key));
                range.value().ifPresent(name -> variables.put(name, element));
                all(range.body(), element);
            });
            if (elements.isEmpty()) {
                all(range.otherwise(), dot);
            }
        }

        /** Elements by index, or by key in order, as Go ranges over maps. */
        private Map<Object, @Nullable Object> elements(@Nullable Object value, String shown) {
            Map<Object, @Nullable Object> elements = new LinkedHashMap<>();
            if (value instanceof List<?> list) {
                for (int place = 0; place < list.size(); place++) {
                    elements.put((long) place, list.get(place));
                }
            } else if (value instanceof Map<?, ?> map) {
                Map<String, @Nullable Object> sorted = new TreeMap<>();
                map.forEach((key, member) -> sorted.put(String.valueOf(key), member));
                elements.putAll(sorted);
            } else if (value != null) {
                throw failure(shown, "range can't iterate over " + Functions.show(value));
            }
            return elements;
        }

        private @Nullable Object value(Node.Pipeline pipeline, @Nullable Object dot) {
            Object value = null;
            for (int place = 0; place < pipeline.calls().size(); place++) {
                List<Operand> operands = pipeline.calls().get(place).operands();
                List<@Nullable Object> arguments = new ArrayList<>();
                for (Operand operand : operands.subList(1, operands.size())) {
                    arguments.add(operand(operand, dot, pipeline.shown()));
                }
                if (place > 0) {
                    arguments.add(value);
                }
                value = call(operands.get(0), arguments, dot, pipeline.shown());
            }
            Object result = value;
            pipeline.declares().ifPresent(name -> variables.put(name, result));
            return value;
        }

        private @Nullable Object call(
                Operand first, List<@Nullable Object> arguments, @Nullable Object dot, String shown) {
            if (first instanceof Operand.Function function) {
                try {
                    return Functions.call(function.name(), arguments);
                } catch (TemplateException wrong) {
                    throw failure(function.name() + " " + shown, wrong.text());
                } catch (IndexOutOfBoundsException missing) {
                    throw failure(function.name(), "wrong number of args for " + function.name());
                }
            }
            Object value = operand(first, dot, shown);
            if (value instanceof Method method) {
                try {
                    return method.call(arguments);
                } catch (TemplateException wrong) {
                    throw failure(shown, wrong.text());
                }
            }
            if (!arguments.isEmpty()) {
                throw failure(shown, "can't give argument to non-function " + shown);
            }
            return value;
        }

        private @Nullable Object operand(Operand operand, @Nullable Object dot, String shown) {
            if (operand instanceof Operand.Literal literal) {
                return literal.value();
            }
            if (operand instanceof Operand.Field field) {
                return field(field, dot);
            }
            return operand instanceof Operand.Function function ? call(function, List.of(), dot, shown) : null;
        }

        private @Nullable Object field(Operand.Field field, @Nullable Object dot) {
            Object here = dot;
            if (field.variable().isPresent()) {
                if (!variables.containsKey(field.variable().get())) {
                    throw failure(
                            field.shown(),
                            "undefined variable \"" + field.variable().get() + "\"");
                }
                here = variables.get(field.variable().get());
            } else if (field.base().isPresent()) {
                here = value(field.base().get(), dot);
            }
            String path = field.variable().orElse("");
            for (String name : field.names()) {
                path = path + "." + name;
                here = member(here, name, path, field.shown());
            }
            return here;
        }

        private @Nullable Object member(@Nullable Object here, String name, String path, String shown) {
            if (here instanceof Map<?, ?> map) {
                if (map.containsKey(name)) {
                    return map.get(name);
                }
                if (typeName.isEmpty() && Functions.holdsTexts(map)) {
                    return null;
                }
                throw failure(
                        shown,
                        path,
                        typeName.isPresent()
                                ? "can't evaluate field " + name + " in type " + typeName.get()
                                : "map has no entry for key \"" + name + "\"");
            }
            if (here == null) {
                throw failure(shown, path, "nil data; no entry for key \"" + name + "\"");
            }
            throw failure(shown, path, "can't evaluate field " + name + " in type interface {}");
        }
    }

    private TemplateException failure(String shown, String why) {
        return failure(shown, shown, why);
    }

    /** @param at the part of what is shown that the failure is about; Go counts columns to its end's last dot */
    private TemplateException failure(String shown, String at, String why) {
        int column = Math.max(0, source.indexOf(shown)) + Math.max(0, at.lastIndexOf('.'));
        return new TemplateException("template: :1:" + column + ": executing \"\" at <" + shown + ">: " + why, true);
    }
}
