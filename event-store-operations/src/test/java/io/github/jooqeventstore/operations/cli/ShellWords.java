package io.github.jooqeventstore.operations.cli;

import java.util.ArrayList;
import java.util.List;

/** A command line as a shell takes it apart, as far as our pages go: quotes and backslashes, nothing else. */
final class ShellWords {
    private static final String NOT_OURS = "|&;<>`*?(){}~";

    private ShellWords() {}

    static List<String> of(String line) {
        var words = new ArrayList<String>();
        var word = new StringBuilder();
        boolean inWord = false;
        char quote = 0;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (quote != 0 && c == quote) {
                quote = 0;
            } else if (c == '\\' && quote != '\'') {
                word.append(line.charAt(++i));
                inWord = true;
            } else if (quote != 0) {
                word.append(c);
            } else if (c == '\'' || c == '"') {
                quote = c;
                inWord = true;
            } else if (Character.isWhitespace(c)) {
                if (inWord) {
                    words.add(word.toString());
                    word.setLength(0);
                    inWord = false;
                }
            } else if (NOT_OURS.indexOf(c) >= 0) {
                throw new AssertionError(line + ": expected one plain command, found " + c);
            } else {
                word.append(c);
                inWord = true;
            }
        }
        if (inWord) {
            words.add(word.toString());
        }
        return words;
    }
}
