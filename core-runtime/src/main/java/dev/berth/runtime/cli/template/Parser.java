package dev.berth.runtime.cli.template;

import dev.berth.runtime.cli.template.Node.Call;
import dev.berth.runtime.cli.template.Node.Operand;
import dev.berth.runtime.cli.template.Node.Pipeline;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads a template into nodes. */
final class Parser {
    private final List<Lexer.Piece> pieces;
    private int at;

    private Parser(List<Lexer.Piece> pieces) {
        this.pieces = pieces;
    }

    static List<Node> parse(String template) {
        Parser parser = new Parser(Lexer.pieces(template));
        List<Node> nodes = parser.block();
        if (parser.at < parser.pieces.size()) {
            throw new TemplateException(
                    "template: :1: unexpected {{" + parser.pieces.get(parser.at).text() + "}}");
        }
        return nodes;
    }

    /** Nodes up to an {@code end} or {@code else}, which stays to be read. */
    private List<Node> block() {
        List<Node> nodes = new ArrayList<>();
        while (at < pieces.size()) {
            Lexer.Piece piece = pieces.get(at);
            if (!piece.action()) {
                nodes.add(new Node.Text(piece.text()));
                at++;
                continue;
            }
            String word = first(piece.text());
            if (word.equals("end") || word.equals("else")) {
                return nodes;
            }
            at++;
            nodes.add(
                    switch (word) {
                        case "if", "with" -> branch(rest(piece.text()), word.equals("with"));
                        case "range" -> range(rest(piece.text()));
                        default -> new Node.Print(pipeline(piece.text()));
                    });
        }
        return nodes;
    }

    private Node branch(String condition, boolean movesDot) {
        Pipeline pipeline = pipeline(condition);
        List<Node> then = block();
        return new Node.Branch(pipeline, movesDot, then, otherwise());
    }

    private Node range(String text) {
        Optional<String> key = Optional.empty();
        Optional<String> value = Optional.empty();
        int declares = text.indexOf(":=");
        String over = text;
        if (declares >= 0) {
            String[] names = text.substring(0, declares).split(",");
            value = Optional.of(names[names.length - 1].strip());
            key = names.length == 2 ? Optional.of(names[0].strip()) : Optional.empty();
            over = text.substring(declares + 2);
        }
        Pipeline pipeline = pipeline(over.strip());
        List<Node> body = block();
        return new Node.Range(pipeline, key, value, body, otherwise());
    }

    /** What follows {@code else}, up to and including {@code end}. */
    private List<Node> otherwise() {
        if (at >= pieces.size()) {
            throw new TemplateException("template: :1: unexpected EOF");
        }
        String action = pieces.get(at++).text();
        if (action.equals("end")) {
            return List.of();
        }
        String rest = rest(action);
        if (rest.startsWith("if ")) {
            return List.of(branch(rest(rest), false));
        }
        List<Node> nodes = block();
        if (at >= pieces.size()) {
            throw new TemplateException("template: :1: unexpected EOF");
        }
        at++;
        return nodes;
    }

    private static String first(String action) {
        int space = action.indexOf(' ');
        return space < 0 ? action : action.substring(0, space);
    }

    private static String rest(String action) {
        return action.substring(first(action).length()).strip();
    }

    private static Pipeline pipeline(String text) {
        List<String> words = Lexer.words(text);
        if (words.isEmpty()) {
            throw new TemplateException("template: :1: missing value for command");
        }
        boolean declares =
                words.size() > 1 && (words.get(1).equals(":=") || words.get(1).equals("="));
        Words reader = new Words(declares ? words.subList(2, words.size()) : words);
        List<Call> calls = reader.calls(text);
        if (reader.left()) {
            throw new TemplateException("template: :1: unexpected \")\" in command");
        }
        return new Pipeline(declares ? Optional.of(words.get(0)) : Optional.empty(), calls, text);
    }

    /** Reads operands off a list of words. */
    private static final class Words {
        private final List<String> words;
        private int at;

        Words(List<String> words) {
            this.words = words;
        }

        boolean left() {
            return at < words.size();
        }

        List<Call> calls(String shown) {
            List<Call> calls = new ArrayList<>();
            List<Operand> operands = new ArrayList<>();
            while (left() && !words.get(at).equals(")")) {
                if (words.get(at).equals("|")) {
                    at++;
                    calls.add(call(operands, shown));
                    operands = new ArrayList<>();
                } else {
                    operands.add(operand(shown));
                }
            }
            calls.add(call(operands, shown));
            return calls;
        }

        private static Call call(List<Operand> operands, String shown) {
            if (operands.isEmpty()) {
                throw new TemplateException("template: :1: missing value for command in " + shown);
            }
            return new Call(List.copyOf(operands));
        }

        private Operand operand(String shown) {
            String word = words.get(at++);
            char c = word.charAt(0);
            if (c == '(') {
                return bracket(shown);
            }
            if (c == '.' || c == '$') {
                int dot = word.indexOf('.');
                Optional<String> variable =
                        c == '$' ? Optional.of(dot < 0 ? word : word.substring(0, dot)) : Optional.empty();
                return new Operand.Field(variable, Optional.empty(), names(dot < 0 ? "" : word.substring(dot)), word);
            }
            if (c == '"' || c == '`') {
                return new Operand.Literal(unquote(word));
            }
            if (Character.isDigit(c) || c == '-' || c == '+') {
                return new Operand.Literal(number(word));
            }
            return switch (word) {
                case "true" -> new Operand.Literal(true);
                case "false" -> new Operand.Literal(false);
                case "nil" -> new Operand.Nil();
                default -> new Operand.Function(function(word));
            };
        }

        private Operand bracket(String shown) {
            Pipeline inner = new Pipeline(Optional.empty(), calls(shown), shown);
            if (!left()) {
                throw new TemplateException("template: :1: unclosed left paren");
            }
            at++;
            boolean field =
                    left() && words.get(at).startsWith(".") && words.get(at).length() > 1;
            return new Operand.Field(
                    Optional.empty(), Optional.of(inner), field ? names(words.get(at++)) : List.of(), shown);
        }

        private static List<String> names(String path) {
            List<String> names = new ArrayList<>();
            for (String name : path.split("\\.")) {
                if (!name.isEmpty()) {
                    names.add(name);
                }
            }
            return names;
        }

        private static String function(String name) {
            if (!Functions.NAMES.contains(name)) {
                throw new TemplateException("template: :1: function \"" + name + "\" not defined");
            }
            return name;
        }

        private static Object number(String word) {
            try {
                return Long.decode(word);
            } catch (NumberFormatException notAnInteger) {
                try {
                    return Double.valueOf(word);
                } catch (NumberFormatException notANumber) {
                    throw new TemplateException("template: :1: bad number syntax: \"" + word + "\"");
                }
            }
        }

        private static String unquote(String word) {
            String inside = word.substring(1, word.length() - 1);
            return word.charAt(0) == '`' ? inside : inside.translateEscapes();
        }
    }
}
