package io.github.jooqeventstore.operations.lint;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads tokens from left to right. */
final class Words {
    private final List<Token> tokens;
    private int at;

    Words(List<Token> tokens) {
        this(tokens, 0);
    }

    Words(List<Token> tokens, int from) {
        this.tokens = tokens;
        this.at = from;
    }

    /** {@return whether these words stand there} */
    static boolean at(List<Token> tokens, int index, String... words) {
        if (index < 0 || index + words.length > tokens.size()) {
            return false;
        }
        for (int i = 0; i < words.length; i++) {
            if (!tokens.get(index + i).is(words[i])) {
                return false;
            }
        }
        return true;
    }

    /** {@return where these words stand first, or -1} */
    static int find(List<Token> tokens, String... words) {
        for (int i = 0; i < tokens.size(); i++) {
            if (at(tokens, i, words)) {
                return i;
            }
        }
        return -1;
    }

    static boolean has(List<Token> tokens, String... words) {
        return find(tokens, words) >= 0;
    }

    int position() {
        return at;
    }

    boolean isAtEnd() {
        return at >= tokens.size();
    }

    @Nullable
    Token peek() {
        return isAtEnd() ? null : tokens.get(at);
    }

    /** {@return whether the words stand here, and goes behind them if so} */
    boolean accept(String... words) {
        if (!at(tokens, at, words)) {
            return false;
        }
        at += words.length;
        return true;
    }

    /** Goes behind whichever of the words stands here, one after the other. */
    Words skip(String... words) {
        boolean found = true;
        while (found) {
            found = false;
            for (String word : words) {
                found |= accept(word);
            }
        }
        return this;
    }

    Words skipIfExists() {
        if (!accept("if", "not", "exists")) {
            accept("if", "exists");
        }
        return this;
    }

    /** {@return the name here, with its schema where it has one; null where none stands here} */
    @Nullable
    TableName name() {
        Token first = peek();
        if (first == null || !first.isName()) {
            return null;
        }
        at++;
        if (at + 1 < tokens.size()
                && tokens.get(at).is(".")
                && tokens.get(at + 1).isName()) {
            at += 2;
            return new TableName(first.value(), tokens.get(at - 1).value());
        }
        return new TableName(null, first.value());
    }

    /** {@return the names here, separated by commas} */
    List<TableName> names() {
        var names = new ArrayList<TableName>();
        do {
            TableName name = skip("only").name();
            if (name != null) {
                names.add(name);
            }
            skip("*");
        } while (accept(","));
        return names;
    }

    /** {@return the rest, cut at each comma that stands in no parentheses} */
    List<List<Token>> parts() {
        var parts = new ArrayList<List<Token>>();
        int depth = 0;
        int begin = at;
        for (int i = at; i < tokens.size(); i++) {
            Token token = tokens.get(i);
            if (token.is("(")) {
                depth++;
            } else if (token.is(")")) {
                depth--;
            } else if (token.is(",") && depth == 0) {
                parts.add(tokens.subList(begin, i));
                begin = i + 1;
            }
        }
        parts.add(tokens.subList(begin, tokens.size()));
        return parts;
    }
}
