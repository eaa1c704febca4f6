package io.github.jooqeventstore.operations.cli;

import io.github.jooqeventstore.operations.backup.Backup;
import io.github.jooqeventstore.operations.backup.Catalog;
import io.github.jooqeventstore.operations.backup.Prune;
import io.github.jooqeventstore.operations.backup.PrunePolicy;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code backup prune}. */
@Command(
        name = "prune",
        description = {
            "Removes backups that nobody needs any more. Only verified ones count.",
            "Never removed: the newest verified one, what a kept one goes on from, and all while no verified one is fresh."
        },
        mixinStandardHelpOptions = true)
final class PruneCommand implements Callable<Integer> {
    @Mixin
    private Output output;

    @Mixin
    private DestructiveOptions destructive;

    @Mixin
    private CatalogOption backups;

    @Option(
            names = "--wal",
            paramLabel = "FOLDER",
            description = "The archive of the log: segments before the oldest kept base backup are removed, too.")
    private @Nullable Path wal;

    @Option(
            names = "--keep",
            defaultValue = "7",
            paramLabel = "N",
            description = "How many verified ones of each kind at least: ${DEFAULT-VALUE}.")
    private int keep;

    @Option(
            names = "--window",
            defaultValue = "14d",
            paramLabel = "TIME",
            converter = DurationOption.class,
            description = "How far back one must be able to go: ${DEFAULT-VALUE}.")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Duration window;

    @Option(
            names = "--max-age",
            defaultValue = "2d",
            paramLabel = "TIME",
            converter = DurationOption.class,
            description = "Nothing is removed while the newest verified one is older: ${DEFAULT-VALUE}.")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Duration maxAge;

    @Override
    public Integer call() {
        Prune prune = new Prune(
                Catalog.open(backups.folder().toAbsolutePath().normalize()),
                wal,
                new PrunePolicy(keep, window, maxAge),
                InstantSource.system());
        Prune.Plan plan = prune.plan();
        String name = String.valueOf(prune.catalog().folder().getFileName());
        boolean execute = destructive.confirmed(name);
        if (execute) {
            prune.execute(plan);
        }
        List<String> removed = plan.backups().removed().stream().map(Backup::id).toList();
        output.result(
                Map.of(
                        "executed",
                        execute,
                        "kept",
                        plan.backups().kept(),
                        "removed",
                        removed,
                        "segments",
                        plan.segments().stream().map(Path::toString).toList()),
                text(plan, removed, execute, name));
        return 0;
    }

    private static String text(Prune.Plan plan, List<String> removed, boolean executed, String name) {
        List<String> lines = new ArrayList<>();
        plan.backups().kept().forEach((id, reason) -> lines.add("keep      " + id + "  " + reason));
        removed.forEach(id -> lines.add((executed ? "removed   " : "remove    ") + id));
        if (!plan.segments().isEmpty()) {
            lines.add(
                    (executed ? "removed   " : "remove    ") + plan.segments().size() + " segments of the log through "
                            + plan.segments().getLast().getFileName());
        }
        boolean nothing = removed.isEmpty() && plan.segments().isEmpty();
        if (nothing) {
            lines.add("nothing to remove");
        } else if (!executed) {
            lines.add("nothing was removed: to do it, add --execute --confirm " + name);
        }
        return String.join("\n", lines);
    }
}
