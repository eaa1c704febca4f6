package io.github.jooqeventstore.operations.cli;

import io.github.jooqeventstore.operations.ExitCode;
import io.github.jooqeventstore.operations.OperationsDatabase;
import io.github.jooqeventstore.operations.maintain.Maintenance;
import io.github.jooqeventstore.operations.maintain.StoreIndex;
import io.github.jooqeventstore.operations.maintain.StoreTable;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** What tables and indexes need. */
@Command(
        name = "maintain",
        description = "Looks after the tables while programs append.",
        mixinStandardHelpOptions = true,
        subcommands = {
            MaintainCommand.Vacuum.class,
            MaintainCommand.Freeze.class,
            MaintainCommand.Reindex.class,
            MaintainCommand.Bloat.class
        })
final class MaintainCommand extends CommandGroup {
    private static final double ONE_KILOBYTE = 1024;

    /** What the commands have in common. */
    abstract static class Maintain implements Callable<Integer> {
        @Mixin
        private ConnectionOptions connection;

        @Mixin
        Output output;

        @Override
        public Integer call() {
            try (var database = OperationsDatabase.open(connection.target())) {
                return maintain(new Maintenance(database)).code();
            }
        }

        abstract ExitCode maintain(Maintenance maintenance);
    }

    /** {@code maintain vacuum}. */
    @Command(
            name = "vacuum",
            description = "Frees what dead rows held and makes statistics anew; no append waits for it.",
            mixinStandardHelpOptions = true)
    static final class Vacuum extends Maintain {
        @Override
        ExitCode maintain(Maintenance maintenance) {
            List<StoreTable> tables = maintenance.vacuum(output.progress());
            output.result(tables, tables(tables));
            return ExitCode.OK;
        }
    }

    /** {@code maintain freeze}. */
    @Command(
            name = "freeze",
            description = "Freezes the events, so that no vacuum has to read them again.",
            mixinStandardHelpOptions = true)
    static final class Freeze extends Maintain {
        @Override
        ExitCode maintain(Maintenance maintenance) {
            StoreTable events = maintenance.freeze();
            output.result(events, "events: " + frozen(events));
            return ExitCode.OK;
        }
    }

    /** {@code maintain reindex}. */
    @Command(
            name = "reindex",
            description = "Makes indexes anew while they are used; invalid ones are mended by it.",
            mixinStandardHelpOptions = true)
    static final class Reindex extends Maintain {
        @Parameters(paramLabel = "INDEX", description = "Names of indexes; all in the schema unless given.")
        private List<String> names = List.of();

        @Override
        ExitCode maintain(Maintenance maintenance) {
            List<StoreIndex> indexes = maintenance.reindex(names, output.progress());
            output.result(indexes, indexes(indexes));
            return ExitCode.OK;
        }
    }

    /** {@code maintain bloat}. */
    @Command(name = "bloat", description = "Tells what tables and indexes waste.", mixinStandardHelpOptions = true)
    static final class Bloat extends Maintain {
        @Override
        ExitCode maintain(Maintenance maintenance) {
            List<StoreTable> tables = maintenance.tables();
            List<StoreIndex> indexes = maintenance.indexes();
            output.result(Map.of("tables", tables, "indexes", indexes), tables(tables) + "\n\n" + indexes(indexes));
            return ExitCode.OK;
        }
    }

    private static String tables(List<StoreTable> tables) {
        return lines(
                "%-30s %12s %12s %10s  %s".formatted("table", "size", "indexes", "dead rows", "pages"),
                tables.stream()
                        .map(table -> "%-30s %12s %12s %9.1f%%  %s"
                                .formatted(
                                        table.name(),
                                        size(table.bytes()),
                                        size(table.indexBytes()),
                                        table.deadShare() * 100,
                                        frozen(table))));
    }

    private static String indexes(List<StoreIndex> indexes) {
        return lines(
                "%-40s %-24s %12s %10s  %s".formatted("index", "table", "size", "leaves", "state"),
                indexes.stream()
                        .map(index -> "%-40s %-24s %12s %10s  %s"
                                .formatted(
                                        index.name(),
                                        index.table(),
                                        size(index.bytes()),
                                        percent(index.leafDensity()),
                                        index.valid() ? "valid" : "INVALID")));
    }

    private static String lines(String head, Stream<String> lines) {
        return Stream.concat(Stream.of(head), lines).collect(Collectors.joining("\n"));
    }

    private static String frozen(StoreTable table) {
        Long frozen = table.frozenPages();
        return (frozen == null
                        ? "frozen ones unknown (before PostgreSQL 18 the extension pg_visibility tells), "
                                + table.visiblePages() + " all-visible"
                        : frozen + " frozen")
                + " of " + table.pages();
    }

    private static String percent(@Nullable Double value) {
        return value == null || value.isNaN() ? "unknown" : "%.0f%%".formatted(value);
    }

    private static String size(long bytes) {
        return "%.0f kB".formatted(bytes / ONE_KILOBYTE);
    }
}
