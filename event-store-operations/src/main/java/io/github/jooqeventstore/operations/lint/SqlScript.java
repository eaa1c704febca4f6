package io.github.jooqeventstore.operations.lint;

import io.github.jooqeventstore.operations.ExitCode;
import io.github.jooqeventstore.operations.OperationsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A file of SQL, taken apart into its statements.
 *
 * @param file its name, or any text that says where it is
 * @param text all of it
 * @param statements in the file's order
 * @param transactional whether it runs in a transaction: always, unless a comment {@code -- event-store:transactional=false}
 *     says otherwise
 */
public record SqlScript(String file, String text, List<SqlStatement> statements, boolean transactional) {
    private static final String NOT_TRANSACTIONAL = "event-store:transactional=false";

    /** Copies the list. */
    public SqlScript {
        statements = List.copyOf(statements);
    }

    /**
     * {@return the script that a file holds}
     *
     * @throws OperationsException with {@link ExitCode#USAGE} when the file cannot be read
     * @throws SqlSyntaxException when it cannot be taken apart
     */
    public static SqlScript read(Path file) {
        try {
            return parse(file.toString(), Files.readString(file));
        } catch (IOException e) {
            throw new OperationsException(ExitCode.USAGE, "file " + file + ": expected to read it, found " + e, e);
        }
    }

    /**
     * {@return the script that a text is}
     *
     * @throws SqlSyntaxException when it cannot be taken apart
     */
    public static SqlScript parse(String file, String text) {
        List<Token> tokens = tokens(file, text);
        boolean transactional = tokens.stream()
                .noneMatch(token -> token.kind() == Token.Kind.COMMENT
                        && token.value().strip().equals(NOT_TRANSACTIONAL));
        return new SqlScript(file, text, split(text, tokens), transactional);
    }

    private static List<Token> tokens(String file, String text) {
        try {
            return SqlLexer.tokens(text, 1);
        } catch (SqlSyntaxException e) {
            throw new SqlSyntaxException(e.line(), file + ":" + e.line() + ": " + e.getMessage());
        }
    }

    private static List<SqlStatement> split(String text, List<Token> tokens) {
        var statements = new ArrayList<SqlStatement>();
        var statement = new ArrayList<Token>();
        var comments = new ArrayList<Token>();
        int parentheses = 0;
        // begin atomic … end, the body of a function without quotes: its statements are part of it.
        int blocks = 0;
        for (Token token : tokens) {
            if (token.kind() == Token.Kind.COMMENT) {
                comments.add(token);
                continue;
            }
            if (token.is(";") && parentheses == 0 && blocks == 0) {
                add(statements, text, statement, comments);
                continue;
            }
            statement.add(token);
            if (token.is("(")) {
                parentheses++;
            } else if (token.is(")")) {
                parentheses--;
            } else if (Words.at(statement, statement.size() - 2, "begin", "atomic")
                    || (blocks > 0 && token.is("case"))) {
                blocks++;
            } else if (blocks > 0 && token.is("end")) {
                blocks--;
            }
        }
        add(statements, text, statement, comments);
        return statements;
    }

    private static void add(List<SqlStatement> statements, String text, List<Token> tokens, List<Token> comments) {
        if (!tokens.isEmpty()) {
            statements.add(new SqlStatement(
                    text.substring(tokens.getFirst().begin(), tokens.getLast().end()), tokens, comments));
            comments.clear();
        }
        tokens.clear();
    }
}
