package io.github.jooqeventstore.operations.process;

/**
 * How a program ended, and the last that it said.
 *
 * @param exitValue its exit code
 * @param output standard output, unless it went elsewhere
 * @param errors the end of standard error
 */
public record ProgramRun(int exitValue, String output, String errors) {
    /** {@return the last line of its errors, or of its output, that says something} */
    public String lastWord() {
        String said = errors.isBlank() ? output : errors;
        return said.lines()
                .filter(line -> !line.isBlank())
                .reduce((first, last) -> last)
                .orElse("nothing said")
                .strip();
    }
}
