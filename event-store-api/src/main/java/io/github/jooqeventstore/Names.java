package io.github.jooqeventstore;

import org.jspecify.annotations.Nullable;

/** What a name that becomes a key may look like: of a stream, of a type. */
final class Names {

    /** Four bytes a character at most: two names still fit into one entry of a PostgreSQL index. */
    static final int MAX_LENGTH = 255;

    private Names() {}

    static String check(String what, @Nullable String name) {
        if (name == null) {
            throw new InvalidInputException(what, "must not be null");
        }
        if (name.isBlank()) {
            throw new InvalidInputException(what, "must not be empty or blank");
        }
        if (name.length() > MAX_LENGTH) {
            throw new InvalidInputException(
                    what, "must have at most " + MAX_LENGTH + " characters, found " + name.length());
        }
        for (int i = 0; i < name.length(); i++) {
            if (Character.isISOControl(name.charAt(i))) {
                throw new InvalidInputException(
                        what, "must not hold control characters, found U+%04X".formatted((int) name.charAt(i)));
            }
        }
        checkText(what, name);
        return name;
    }

    /** PostgreSQL stores neither the character NUL nor half of a surrogate pair. */
    static void checkText(String what, CharSequence text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 0) {
                throw new InvalidInputException(what, "must not hold the character NUL (U+0000)");
            }
            if (!Character.isSurrogate(c)) {
                continue;
            }
            if (Character.isHighSurrogate(c) && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
            } else {
                throw new InvalidInputException(
                        what, "must not hold a lone surrogate, found U+%04X".formatted((int) c));
            }
        }
    }
}
