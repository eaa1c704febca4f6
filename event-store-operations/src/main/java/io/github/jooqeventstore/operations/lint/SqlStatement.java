package io.github.jooqeventstore.operations.lint;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** One statement of a file. */
public final class SqlStatement {
    private final String text;
    private final List<Token> tokens;
    private final List<Token> comments;

    SqlStatement(String text, List<Token> tokens, List<Token> comments) {
        this.text = text;
        this.tokens = List.copyOf(tokens);
        this.comments = List.copyOf(comments);
    }

    /** {@return the statement as it stands in the file, without the semicolon and the comments before it} */
    public String text() {
        return text;
    }

    /** {@return the number of its first line, from 1 on} */
    public int line() {
        return tokens.getFirst().line();
    }

    /** {@return whether PostgreSQL refuses it in a transaction: an index built concurrently, a vacuum} */
    public boolean refusesTransaction() {
        return OutsideTransaction.needs(this);
    }

    /** {@return the index that it creates, or null where it does something else} */
    public @Nullable IndexDefinition index() {
        return IndexDefinition.of(this);
    }

    /** {@return the index that it drops concurrently, or null where it does something else} */
    public @Nullable String concurrentlyDroppedIndex() {
        var words = new Words(tokens);
        TableName name = words.accept("drop", "index", "concurrently")
                ? words.skipIfExists().name()
                : null;
        return name == null ? null : name.name();
    }

    List<Token> tokens() {
        return tokens;
    }

    /** {@return the comments before it and in it} */
    List<Token> comments() {
        return comments;
    }

    boolean startsWith(String... words) {
        return Words.at(tokens, 0, words);
    }

    /** {@return the first line of the text} */
    @Override
    public String toString() {
        return text.lines().findFirst().orElse("");
    }
}
