package io.github.jooqeventstore.operations.lint;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Takes SQL apart by PostgreSQL's own lexical rules, with standard strings (no backslash, unless in {@code E'…'}). */
final class SqlLexer {
    private final String sql;
    private final List<Token> tokens = new ArrayList<>();
    private int at;
    private int line;

    private SqlLexer(String sql, int firstLine) {
        this.sql = sql;
        this.line = firstLine;
    }

    /**
     * {@return the tokens, comments among them}
     *
     * @param firstLine the number of the text's first line
     * @throws SqlSyntaxException when a quote or a comment has no end
     */
    static List<Token> tokens(String sql, int firstLine) {
        var lexer = new SqlLexer(sql, firstLine);
        while (lexer.at < sql.length()) {
            lexer.next();
        }
        return lexer.tokens;
    }

    private void next() {
        char c = sql.charAt(at);
        if (Character.isWhitespace(c) || c == '\uFEFF') {
            skip(1);
        } else if (looksAt("--")) {
            int end = sql.indexOf('\n', at);
            add(Token.Kind.COMMENT, at + 2, end < 0 ? sql.length() : end, 0);
        } else if (looksAt("/*")) {
            int end = endOfComment();
            add(Token.Kind.COMMENT, at + 2, end - 2, 2);
        } else if (c == '\'') {
            quoted(Token.Kind.STRING, 1, false);
        } else if (c == '"') {
            quoted(Token.Kind.QUOTED_NAME, 1, false);
        } else if (isPrefixOfString(c)) {
            quoted(Token.Kind.STRING, 2, c == 'e' || c == 'E');
        } else if ((c == 'u' || c == 'U') && (looksAt(c + "&'") || looksAt(c + "&\""))) {
            quoted(sql.charAt(at + 2) == '"' ? Token.Kind.QUOTED_NAME : Token.Kind.STRING, 3, false);
        } else if (c == '$' && dollarTag() != null) {
            body();
        } else if (isWordStart(c)) {
            run(Token.Kind.WORD, SqlLexer::isWordPart);
        } else if (Character.isDigit(c)) {
            run(Token.Kind.NUMBER, part -> Character.isLetterOrDigit(part) || part == '.' || part == '_');
        } else {
            add(Token.Kind.SYMBOL, at, at + 1, 0);
        }
    }

    private boolean looksAt(String text) {
        return sql.startsWith(text, at);
    }

    private boolean isPrefixOfString(char c) {
        return "eEbBxXnN".indexOf(c) >= 0 && at + 1 < sql.length() && sql.charAt(at + 1) == '\'';
    }

    private static boolean isWordStart(char c) {
        return Character.isLetter(c) || c == '_' || c > 127;
    }

    private static boolean isWordPart(char c) {
        return isWordStart(c) || Character.isDigit(c) || c == '$';
    }

    private interface Part {
        boolean holds(char c);
    }

    private void run(Token.Kind kind, Part part) {
        int end = at;
        while (end < sql.length() && part.holds(sql.charAt(end))) {
            end++;
        }
        add(kind, at, end, 0);
    }

    // A quote within is written twice; in E'…' a backslash takes the next character's meaning.
    private void quoted(Token.Kind kind, int opening, boolean backslashes) {
        char quote = sql.charAt(at + opening - 1);
        int end = at + opening;
        while (end < sql.length()) {
            char c = sql.charAt(end);
            if (backslashes && c == '\\') {
                end += 2;
            } else if (c != quote) {
                end++;
            } else if (end + 1 < sql.length() && sql.charAt(end + 1) == quote) {
                end += 2;
            } else {
                add(kind, at + opening, end, 1);
                return;
            }
        }
        throw endless(kind == Token.Kind.STRING ? "string" : "quoted name");
    }

    private @Nullable String dollarTag() {
        int end = at + 1;
        while (end < sql.length() && isWordPart(sql.charAt(end)) && sql.charAt(end) != '$') {
            end++;
        }
        boolean isTag = end < sql.length()
                && sql.charAt(end) == '$'
                && (end == at + 1 || !Character.isDigit(sql.charAt(at + 1)));
        return isTag ? sql.substring(at, end + 1) : null;
    }

    private void body() {
        String tag = dollarTag();
        if (tag == null) {
            throw new IllegalStateException("expected a dollar quote");
        }
        int end = sql.indexOf(tag, at + tag.length());
        if (end < 0) {
            throw endless("text quoted by " + tag);
        }
        add(Token.Kind.BODY, at + tag.length(), end, tag.length());
    }

    // Comments of this kind nest.
    private int endOfComment() {
        int depth = 0;
        for (int i = at; i < sql.length() - 1; i++) {
            if (sql.startsWith("/*", i)) {
                depth++;
                i++;
            } else if (sql.startsWith("*/", i)) {
                depth--;
                i++;
                if (depth == 0) {
                    return i + 1;
                }
            }
        }
        throw endless("comment");
    }

    private SqlSyntaxException endless(String what) {
        return new SqlSyntaxException(line, "expected the end of the " + what + ", found the end of the file");
    }

    private void add(Token.Kind kind, int begin, int end, int closing) {
        String text = sql.substring(begin, end);
        String value = switch (kind) {
            case WORD -> text.toLowerCase(Locale.ROOT);
            case STRING -> text.replace("''", "'");
            case QUOTED_NAME -> text.replace("\"\"", "\"");
            case BODY, NUMBER, SYMBOL, COMMENT -> text;
        };
        tokens.add(new Token(kind, value, at, end + closing, line));
        skip(end + closing - at);
    }

    private void skip(int characters) {
        for (int i = 0; i < characters; i++) {
            if (sql.charAt(at++) == '\n') {
                line++;
            }
        }
    }
}
