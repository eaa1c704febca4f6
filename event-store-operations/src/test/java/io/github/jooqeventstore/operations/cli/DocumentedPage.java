package io.github.jooqeventstore.operations.cli;

import java.util.ArrayList;
import java.util.List;

/**
 * The commands of a page.
 *
 * @param steps in the page's order
 */
record DocumentedPage(List<Step> steps) {
    private static final String FENCE = "```";
    private static final String PROMPT = "$ ";
    private static final String EXIT_CODE = "$ echo $?";

    /**
     * A command and what the page says of it.
     *
     * @param line the number of its line
     * @param command as written, in one line, without the prompt
     * @param shown the lines below it; empty where the page shows none
     * @param exitCode as the page says, or 0
     */
    record Step(int line, String command, List<String> shown, int exitCode) {
        boolean isOurs() {
            return command.equals("event-store") || command.startsWith("event-store ");
        }

        @Override
        public String toString() {
            return "line " + line + ": $ " + command;
        }
    }

    static DocumentedPage parse(String markdown) {
        var steps = new ArrayList<Step>();
        List<String> lines = markdown.lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).strip().equals(FENCE + "console")) {
                int begin = i + 1;
                int end = begin;
                while (!lines.get(end).strip().equals(FENCE)) {
                    end++;
                }
                steps.addAll(block(lines, begin, end));
                i = end;
            }
        }
        return new DocumentedPage(List.copyOf(steps));
    }

    private static List<Step> block(List<String> lines, int begin, int end) {
        var steps = new ArrayList<Step>();
        int i = begin;
        while (i < end) {
            int first = i + 1;
            String command = lines.get(i++).strip();
            if (command.isEmpty() || command.startsWith("#")) {
                continue;
            }
            if (!command.startsWith(PROMPT)) {
                throw new AssertionError("line " + first + ": expected a command, $ …, found " + command);
            }
            while (command.endsWith("\\")) {
                command = command.substring(0, command.length() - 1).strip() + " "
                        + lines.get(i++).strip();
            }
            var shown = new ArrayList<String>();
            while (i < end && !lines.get(i).strip().startsWith(PROMPT)) {
                shown.add(lines.get(i++).stripTrailing());
            }
            while (!shown.isEmpty() && shown.getLast().isEmpty()) {
                shown.removeLast();
            }
            int exitCode = 0;
            if (i < end && lines.get(i).strip().equals(EXIT_CODE)) {
                exitCode = Integer.parseInt(lines.get(i + 1).strip());
                i += 2;
            }
            steps.add(new Step(first, command.substring(PROMPT.length()).strip(), List.copyOf(shown), exitCode));
        }
        return steps;
    }
}
