package io.github.jooqeventstore.example;

/** Text that comes from elsewhere, made fit for where it goes. */
final class Text {

    private static final char REPLACEMENT = '\uFFFD';

    private Text() {}

    /** The text with whatever JSON in PostgreSQL cannot hold, and other control characters, replaced. */
    static String storable(String text) {
        if (text.codePoints().noneMatch(Text::isUnfit)) {
            return text;
        }
        StringBuilder fit = new StringBuilder(text.length());
        text.codePoints().map(c -> isUnfit(c) ? REPLACEMENT : c).forEach(fit::appendCodePoint);
        return fit.toString();
    }

    private static boolean isUnfit(int codePoint) {
        return Character.isISOControl(codePoint) || Character.getType(codePoint) == Character.SURROGATE;
    }

    /** At most so many UTF-16 characters from the beginning, with no pair of surrogates cut in two. */
    static String beginning(String text, int length) {
        if (text.length() <= length) {
            return text;
        }
        return text.substring(0, Character.isHighSurrogate(text.charAt(length - 1)) ? length - 1 : length);
    }
}
