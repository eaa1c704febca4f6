package io.github.jooqeventstore;

import java.util.Arrays;

/**
 * Sees in one pass, and without an object for each part, that a text is ordinary JSON: nothing in it that {@code jsonb} or
 * a JSON reader could refuse, keep otherwise or write out at length.
 *
 * <p>What it says yes to is certain. It says no to whatever is rare: then a JSON parser looks, and tells what is wrong if
 * anything is. A parser for each event would cost more than all else that the client does for an append.
 */
final class JsonScan {

    private static final int MAX_DEPTH = 64;
    private static final int MAX_DIGITS = 100;
    private static final int MAX_NAME_LENGTH = 1_000;

    /** Names that are compared one by one: of the objects that are open at one place. */
    private static final int MAX_NAMES = 128;

    private final String json;
    private int at;

    /** Where the names of the open objects begin and end, one behind the other. */
    private int[] names = new int[32];

    private int open;

    private JsonScan(String json) {
        this.json = json;
    }

    /** Whether it is one JSON value, and an ordinary one; characters that no text may hold are looked for elsewhere. */
    static boolean isOrdinary(String json) {
        JsonScan scan = new JsonScan(json);
        return scan.value(0) && scan.next() == END;
    }

    /** Stands for the end of the text: NUL is in none. */
    private static final char END = 0;

    private char here() {
        return at < json.length() ? json.charAt(at) : END;
    }

    /** The next character that is no white space, which stays ahead. */
    private char next() {
        char c = here();
        while (c == ' ' || c == '\n' || c == '\r' || c == '\t') {
            at++;
            c = here();
        }
        return c;
    }

    private boolean passed(char expected) {
        if (next() != expected) {
            return false;
        }
        at++;
        return true;
    }

    private boolean value(int depth) {
        return switch (next()) {
            case '{' -> depth < MAX_DEPTH && object(depth + 1);
            case '[' -> depth < MAX_DEPTH && array(depth + 1);
            case '"' -> string(true);
            case 't' -> literal("true");
            case 'f' -> literal("false");
            case 'n' -> literal("null");
            default -> number();
        };
    }

    private boolean object(int depth) {
        at++;
        if (passed('}')) {
            return true;
        }
        int outer = open;
        do {
            if (next() != '"' || !name(outer) || !passed(':') || !value(depth)) {
                return false;
            }
        } while (passed(','));
        open = outer;
        return passed('}');
    }

    /** A name that the object has not had before; one with an escape might be written in two ways. */
    private boolean name(int outer) {
        int begin = at + 1;
        if (!string(false)) {
            return false;
        }
        int length = at - 1 - begin;
        for (int i = outer; i < open; i += 2) {
            if (names[i + 1] - names[i] == length && json.regionMatches(names[i], json, begin, length)) {
                return false;
            }
        }
        if (length > MAX_NAME_LENGTH || open == 2 * MAX_NAMES) {
            return false;
        }
        if (open == names.length) {
            names = Arrays.copyOf(names, 2 * open);
        }
        names[open++] = begin;
        names[open++] = begin + length;
        return true;
    }

    private boolean array(int depth) {
        at++;
        if (passed(']')) {
            return true;
        }
        do {
            if (!value(depth)) {
                return false;
            }
        } while (passed(','));
        return passed(']');
    }

    private boolean string(boolean mayEscape) {
        for (at++; at < json.length(); at++) {
            char c = json.charAt(at);
            if (c == '"') {
                at++;
                return true;
            }
            if (c < ' ') {
                return false;
            }
            if (c == '\\') {
                at++;
                // A character by its number may be NUL, or half a pair.
                if (!mayEscape || "\"\\/bfnrt".indexOf(here()) < 0) {
                    return false;
                }
            }
        }
        return false;
    }

    private boolean literal(String text) {
        boolean there = json.startsWith(text, at);
        at += text.length();
        return there;
    }

    /** Written out, as {@code jsonb} keeps it: one with an exponent may be long. */
    private boolean number() {
        int begin = at;
        if (here() == '-') {
            at++;
        }
        boolean zero = here() == '0';
        int integer = digits();
        if (integer == 0 || (zero && integer > 1)) {
            return false;
        }
        if (here() == '.') {
            at++;
            if (digits() == 0) {
                return false;
            }
        }
        return here() != 'e' && here() != 'E' && at - begin <= MAX_DIGITS;
    }

    private int digits() {
        int begin = at;
        while (here() >= '0' && here() <= '9') {
            at++;
        }
        return at - begin;
    }
}
