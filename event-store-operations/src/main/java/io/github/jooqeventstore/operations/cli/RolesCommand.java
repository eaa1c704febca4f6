package io.github.jooqeventstore.operations.cli;

import static io.github.jooqeventstore.operations.catalog.SystemFunctions.system;

import io.github.jooqeventstore.migration.SchemaMigrations;
import io.github.jooqeventstore.operations.DatabaseTarget;
import io.github.jooqeventstore.operations.OperationsDatabase;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Who may do what in the store. */
@Command(
        name = "roles",
        description = "Gives programs and people the rights that they need, and no other.",
        mixinStandardHelpOptions = true,
        subcommands = {RolesCommand.Grant.class, RolesCommand.Script.class})
final class RolesCommand extends CommandGroup {
    /** {@code roles grant}. */
    @Command(
            name = "grant",
            description = {
                "Gives roles their rights on the store; those that are absent are made, without a login.",
                "Run it as the owner of the tables, after each migrate; it takes nothing away."
            },
            mixinStandardHelpOptions = true)
    static final class Grant implements Callable<Integer> {
        @Mixin
        private ConnectionOptions connection;

        @Mixin
        private Output output;

        @Option(names = "--application", required = true, paramLabel = "ROLE", description = "Programs that append.")
        @SuppressWarnings("NullAway.Init") // picocli sets it
        private String application;

        @Option(names = "--reader", required = true, paramLabel = "ROLE", description = "Programs that only read.")
        @SuppressWarnings("NullAway.Init") // picocli sets it
        private String reader;

        @Option(
                names = "--operator",
                paramLabel = "ROLE",
                description = "People and jobs that watch the store and back it up, without owning it.")
        private @Nullable String operator;

        @Override
        public Integer call() {
            DatabaseTarget target = connection.target();
            var migrations = SchemaMigrations.of(target.dataSource()).schema(target.schema());
            Map<String, String> granted = new LinkedHashMap<>();
            granted.put("application", application);
            granted.put("reader", reader);
            if (operator == null) {
                migrations.grant(application, reader);
            } else {
                migrations.grant(application, reader, operator);
                granted.put("operator", operator);
                tellWhatIsMissing(target, operator);
            }
            output.result(
                    granted,
                    granted.entrySet().stream()
                            .map(role -> "%-12s %s".formatted(role.getKey(), role.getValue()))
                            .collect(Collectors.joining("\n")));
            return 0;
        }

        // The script can only say it in a notice, which nobody reads.
        private void tellWhatIsMissing(DatabaseTarget target, String role) {
            try (var database = OperationsDatabase.open(target)) {
                boolean watches = database.dsl()
                        .select(system(
                                "pg_has_role",
                                SQLDataType.BOOLEAN,
                                DSL.val(role),
                                DSL.inline("pg_monitor"),
                                DSL.inline("member")))
                        .fetchSingle()
                        .value1();
                if (!watches) {
                    output.note("role " + role + " may not see sessions, settings and statistics of the server; have an"
                            + " administrator grant it pg_monitor");
                }
            }
        }
    }

    /** {@code roles script}. */
    @Command(
            name = "script",
            description = "Prints roles.sql, which psql runs and an administrator can read first.",
            mixinStandardHelpOptions = true)
    static final class Script implements Callable<Integer> {
        @Spec
        private CommandSpec spec;

        @Override
        public Integer call() {
            try (InputStream script = SchemaMigrations.class.getResourceAsStream("/event-store/roles.sql")) {
                spec.commandLine()
                        .getOut()
                        .print(new String(
                                Objects.requireNonNull(script, "roles.sql").readAllBytes(), StandardCharsets.UTF_8));
                spec.commandLine().getOut().flush();
                return 0;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
