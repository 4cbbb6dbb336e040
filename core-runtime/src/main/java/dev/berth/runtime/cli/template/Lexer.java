package dev.berth.runtime.cli.template;

import java.util.ArrayList;
import java.util.List;

/** Cuts a template into text and actions, and an action into words. */
final class Lexer {
    private Lexer() {}

    /** A piece of a template; {@code offset} is where it starts, for messages. */
    record Piece(boolean action, String text, int offset) {}

    /** Text and actions in turn; {@code {{-} and {@code -}}} have taken the white space beside them. */
    static List<Piece> pieces(String template) {
        List<Piece> pieces = new ArrayList<>();
        int here = 0;
        boolean trim = false;
        while (here < template.length()) {
            int open = template.indexOf("{{", here);
            String text = open < 0 ? template.substring(here) : template.substring(here, open);
            boolean trimNext = open >= 0 && template.startsWith("{{- ", open);
            text = trim ? text.stripLeading() : text;
            text = trimNext ? text.stripTrailing() : text;
            if (!text.isEmpty()) {
                pieces.add(new Piece(false, text, here));
            }
            if (open < 0) {
                break;
            }
            int close = end(template, open + 2);
            String action = template.substring(open + (trimNext ? 3 : 2), close);
            trim = action.endsWith(" -");
            action = (trim ? action.substring(0, action.length() - 1) : action).strip();
            if (!(action.startsWith("/*") && action.endsWith("*/"))) {
                pieces.add(new Piece(true, action, open + 2));
            }
            here = close + 2;
        }
        return pieces;
    }

    private static int end(String template, int from) {
        char quote = 0;
        for (int at = from; at < template.length(); at++) {
            char c = template.charAt(at);
            if (quote != 0) {
                if (c == '\\' && quote == '"') {
                    at++;
                } else if (c == quote) {
                    quote = 0;
                }
            } else if (c == '"' || c == '`') {
                quote = c;
            } else if (template.startsWith("}}", at)) {
                return at;
            }
        }
        throw new TemplateException("template: :1: unclosed action");
    }

    /** Words of an action: names, fields, literals, {@code (}, {@code )}, {@code |}, {@code :=} and {@code ,}. */
    static List<String> words(String action) {
        List<String> words = new ArrayList<>();
        int at = 0;
        while (at < action.length()) {
            char c = action.charAt(at);
            if (Character.isWhitespace(c)) {
                at++;
                continue;
            }
            int end = wordEnd(action, at);
            words.add(action.substring(at, end));
            at = end;
        }
        return words;
    }

    private static int wordEnd(String action, int at) {
        char c = action.charAt(at);
        if (c == '"' || c == '`') {
            return quoted(action, at);
        }
        if (action.startsWith(":=", at)) {
            return at + 2;
        }
        if ("()|,=".indexOf(c) >= 0) {
            return at + 1;
        }
        int end = at + 1;
        while (end < action.length() && " \t\r\n()|,:=\"`".indexOf(action.charAt(end)) < 0) {
            end++;
        }
        return end;
    }

    private static int quoted(String action, int at) {
        char quote = action.charAt(at);
        for (int end = at + 1; end < action.length(); end++) {
            if (action.charAt(end) == '\\' && quote == '"') {
                end++;
            } else if (action.charAt(end) == quote) {
                return end + 1;
            }
        }
        throw new TemplateException("template: :1: unterminated quoted string");
    }
}
