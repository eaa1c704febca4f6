package io.github.jooqeventstore.operations.lint;

/**
 * Something about a file that breaks a rule.
 *
 * @param file its name
 * @param line of the statement, from 1 on
 * @param rule which one
 * @param found what stands there, a few words
 */
public record LintFinding(String file, int line, LintRule rule, String found) {
    /** {@return whether the file is refused for it} */
    public boolean isError() {
        return rule.severity() == LintRule.Severity.ERROR;
    }

    /** {@return file, line, rule and what was found} */
    @Override
    public String toString() {
        return file + ":" + line + " " + rule + ": " + found;
    }
}
