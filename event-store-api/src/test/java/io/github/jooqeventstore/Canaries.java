package io.github.jooqeventstore;

import java.io.PrintWriter;
import java.io.StringWriter;

/** All that an exception says, wherever it says it. */
final class Canaries {

    private Canaries() {}

    /** What a log would print: messages of all causes and of all that was suppressed, SQL states, stack traces. */
    static String textOf(Throwable thrown) {
        StringWriter text = new StringWriter();
        thrown.printStackTrace(new PrintWriter(text, true));
        return text.toString();
    }
}
