package io.github.jooqeventstore.operations.cli;

import io.github.jooqeventstore.operations.ExitCode;
import io.github.jooqeventstore.operations.Progress;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** What a command tells: results on standard output, as text or as JSON; what goes on and what went wrong on standard error. */
final class Output {
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Option(names = "--json", description = "Print the result, or the failure, as JSON.")
    private boolean json;

    private @Nullable Progress progress;

    /** {@return the output of the command that was asked for, or a plain one where it has none} */
    static Output of(CommandLine line) {
        CommandLine.ParseResult parsed = line.getParseResult();
        while (parsed != null && parsed.subcommand() != null) {
            parsed = parsed.subcommand();
        }
        CommandSpec asked = parsed == null ? line.getCommandSpec() : parsed.commandSpec();
        CommandSpec mixin = asked.mixins().get("output");
        if (mixin != null) {
            return (Output) mixin.userObject();
        }
        Output plain = new Output();
        plain.spec = asked;
        return plain;
    }

    /**
     * Prints a result.
     *
     * @param result a value that Jackson writes as the command's JSON: a record, a list, a map
     * @param text the same for people, lines without a line break at the end
     */
    void result(Object result, String text) {
        spec.commandLine().getOut().println(json ? JSON.writeValueAsString(result) : text);
        spec.commandLine().getOut().flush();
    }

    /** {@return where texts are shown again and again} */
    LiveScreen screen() {
        return LiveScreen.open(spec.commandLine().getOut(), Terminal.console() != null && !json);
    }

    /** {@return the text, or where JSON is asked for the value in one line} */
    String line(Object value, String text) {
        return json ? JSON.writer().without(SerializationFeature.INDENT_OUTPUT).writeValueAsString(value) : text;
    }

    /** Says, to people, what goes on. */
    void note(String line) {
        spec.commandLine().getErr().println(line);
    }

    /** Says in one sentence what went wrong. */
    void failure(ExitCode code, String message) {
        spec.commandLine().getErr().println("event-store: " + message);
        if (json) {
            spec.commandLine()
                    .getOut()
                    .println(JSON.writeValueAsString(
                            Map.of("failure", code.name(), "exitCode", code.code(), "message", message)));
        }
    }

    /** {@return whoever shows long work: a bar on a terminal, plain lines elsewhere} */
    Progress progress() {
        if (progress == null) {
            progress = Terminal.console() != null
                    ? new ProgressBar(spec.commandLine().getErr())
                    : new ProgressLines(spec.commandLine().getErr());
        }
        return progress;
    }
}
