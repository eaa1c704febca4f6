package io.github.jooqeventstore.example;

import java.util.Locale;

/** Text for a terminal, whatever somebody has named a file. */
final class Display {

    /** How many columns a terminal has at least. */
    static final int COLUMNS = 80;

    private static final String CUT = "...";

    private Display() {}

    /** The text in one line and without characters that steer a terminal or hide something. */
    static String safe(String text) {
        StringBuilder safe = new StringBuilder(text.length());
        text.codePoints().map(c -> isSafe(c) ? c : '?').forEach(safe::appendCodePoint);
        return safe.toString();
    }

    private static boolean isSafe(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.UNASSIGNED,
                    Character.PRIVATE_USE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }

    /** How many columns the text takes. */
    static int width(String text) {
        return text.codePoints().map(Display::width).sum();
    }

    private static int width(int codePoint) {
        int type = Character.getType(codePoint);
        if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK) {
            return 0;
        }
        return isWide(codePoint) ? 2 : 1;
    }

    /** Chinese, Japanese, Korean and pictures. */
    private static boolean isWide(int c) {
        return (c >= 0x1100 && c <= 0x115F)
                || (c >= 0x2E80 && c <= 0xA4CF)
                || (c >= 0xAC00 && c <= 0xD7A3)
                || (c >= 0xF900 && c <= 0xFAFF)
                || (c >= 0xFE30 && c <= 0xFE6F)
                || (c >= 0xFF00 && c <= 0xFF60)
                || (c >= 0x1F300 && c <= 0x1FAFF)
                || (c >= 0x20000 && c <= 0x3FFFD);
    }

    /** The text, without its end where it is too wide. */
    static String cutEnd(String text, int columns) {
        if (width(text) <= columns) {
            return text;
        }
        int[] characters = text.codePoints().toArray();
        int end = characters.length;
        int width = width(text);
        while (end > 0 && width > columns - CUT.length()) {
            end--;
            width -= width(characters[end]);
        }
        return new String(characters, 0, end) + CUT;
    }

    /** The text, without its beginning where it is too wide: the end of a path says more. */
    static String cutBeginning(String text, int columns) {
        if (width(text) <= columns) {
            return text;
        }
        int[] characters = text.codePoints().toArray();
        int begin = 0;
        int width = width(text);
        while (begin < characters.length && width > columns - CUT.length()) {
            width -= width(characters[begin]);
            begin++;
        }
        return CUT + new String(characters, begin, characters.length - begin);
    }

    /** A number with its thousands apart. */
    static String number(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }
}
