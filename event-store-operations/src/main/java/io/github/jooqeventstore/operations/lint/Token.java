package io.github.jooqeventstore.operations.lint;

/**
 * A piece of SQL.
 *
 * @param kind what it is
 * @param value an unquoted word in lower case, or what stands between the quotes; else the text itself
 * @param begin where it begins in the text
 * @param end behind its last character
 * @param line the number of the line in which it begins, from 1 on
 */
record Token(Kind kind, String value, int begin, int end, int line) {
    enum Kind {
        WORD,
        QUOTED_NAME,
        STRING,
        // $$ … $$, mostly the body of a function
        BODY,
        NUMBER,
        SYMBOL,
        COMMENT
    }

    boolean is(String wordOrSymbol) {
        return (kind == Kind.WORD || kind == Kind.SYMBOL) && value.equals(wordOrSymbol);
    }

    boolean isName() {
        return kind == Kind.WORD || kind == Kind.QUOTED_NAME;
    }

    boolean isText() {
        return kind == Kind.STRING || kind == Kind.BODY;
    }
}
