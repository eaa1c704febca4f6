package io.github.jooqeventstore.operations.cli;

import io.github.jooqeventstore.operations.index.DroppedIndex;
import io.github.jooqeventstore.operations.index.Indexes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code index drop}. */
@Command(
        name = "drop",
        description = "Drops an index of your own while programs append; never one of the library's.",
        mixinStandardHelpOptions = true)
final class IndexDrop extends IndexCommand.Waiting {
    @Mixin
    private DestructiveOptions destructive;

    @Parameters(paramLabel = "INDEX", description = "Its name.")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private String name;

    @Override
    int index(Indexes indexes) {
        DroppedIndex index = indexes.planDrop(name);
        boolean execute = destructive.confirmed(name);
        if (execute) {
            indexes.drop(name);
        }
        output.result(Map.of("executed", execute, "index", index), text(index, execute));
        return 0;
    }

    private static String text(DroppedIndex index, boolean executed) {
        List<String> lines = new ArrayList<>();
        lines.add((executed ? "dropped    " : "drop       ") + index.name() + " of " + index.table() + ", "
                + IndexCommand.size(index.bytes()));
        lines.add("used       " + index.scans() + " times since " + index.statisticsSince() + ", on this server");
        if (index.unique()) {
            lines.add("unique     without it nobody refuses a second row of the same");
        }
        lines.add("again by   " + index.definition());
        if (!executed) {
            lines.add("nothing was dropped: to do it, add --execute --confirm " + index.name());
        }
        return String.join("\n", lines);
    }
}
