package io.github.jooqeventstore.operations.cli;

import io.github.jooqeventstore.operations.ExitCode;
import io.github.jooqeventstore.operations.OperationsDatabase;
import io.github.jooqeventstore.operations.pool.PoolView;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code pool show}. */
@Command(
        name = "show",
        description = "Tells who has the server's connections at this moment, and who waits.",
        mixinStandardHelpOptions = true)
final class PoolShow implements Callable<Integer> {
    @Mixin
    private ConnectionOptions connection;

    @Mixin
    private Output output;

    @Override
    public Integer call() {
        try (var database = OperationsDatabase.open(connection.target())) {
            PoolView view = PoolView.read(database);
            List<String> findings = view.findings();
            output.result(new Shown(view, view.left(), findings), text(view, findings));
            return findings.isEmpty() ? ExitCode.OK.code() : ExitCode.CHECK_FAILED.code();
        }
    }

    /** The view and what follows from it. */
    record Shown(PoolView connections, int left, List<String> findings) {}

    private static String text(PoolView view, List<String> findings) {
        var lines = new ArrayList<String>();
        lines.add("max_connections %d, reserved %d, in use %d, left %d"
                .formatted(view.maxConnections(), view.reserved(), view.used(), view.left()));
        for (PoolView.Role role : view.roles()) {
            lines.add("role     %-20s %4d of %s"
                    .formatted(role.name(), role.used(), role.limit() < 0 ? "any number" : role.limit()));
        }
        for (PoolView.Group group : view.groups()) {
            lines.add("clients  %-20s %4d %s, database %s, longest %d s"
                    .formatted(
                            group.application(),
                            group.connections(),
                            group.state(),
                            group.database(),
                            group.seconds()));
        }
        for (PoolView.Waiting waiting : view.waiting()) {
            lines.add("waits    %-20s process %d for a lock (%s) held by %s, %d s"
                    .formatted(
                            waiting.application(),
                            waiting.pid(),
                            waiting.event(),
                            waiting.blockers(),
                            waiting.seconds()));
        }
        findings.forEach(finding -> lines.add("over budget: " + finding));
        return String.join("\n", lines);
    }
}
