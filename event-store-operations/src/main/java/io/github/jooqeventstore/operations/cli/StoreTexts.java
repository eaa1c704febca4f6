package io.github.jooqeventstore.operations.cli;

import io.github.jooqeventstore.operations.store.ChainState;
import io.github.jooqeventstore.operations.store.PositionGap;
import io.github.jooqeventstore.operations.store.PositionGaps;
import io.github.jooqeventstore.operations.store.StoreFinding;
import io.github.jooqeventstore.operations.store.StoreReport;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** What the commands of the store say to people. */
final class StoreTexts {
    private StoreTexts() {}

    static String report(StoreReport report) {
        List<String> lines = new ArrayList<>();
        lines.add("store     " + report.storeId() + ", epoch " + report.epoch());
        lines.add("events    " + report.events() + " in " + report.streams() + " streams, head position "
                + report.headPosition());
        lines.add("gaps      " + summary(report.gaps()));
        ChainState chain = report.chain();
        if (chain != null) {
            lines.add("chain     " + chain.events() + " events through position " + chain.through() + ", link "
                    + chain.link());
        }
        lines.add("snapshot  held for " + report.snapshotMillis() + " ms");
        report.notChecked().forEach(what -> lines.add("unknown   " + what));
        report.findings().forEach(finding -> lines.add("finding   " + finding));
        report.counts().forEach((kind, count) -> {
            long told =
                    report.findings().stream().filter(it -> it.kind() == kind).count();
            if (count > told) {
                lines.add("finding   " + (count - told) + " more of " + word(kind));
            }
        });
        advised(report).forEach(kind -> lines.add("advice    " + word(kind) + ": " + kind.advice()));
        lines.add("result    " + (report.passed() ? "all is well" : "not well"));
        return String.join("\n", lines);
    }

    private static Set<StoreFinding.Kind> advised(StoreReport report) {
        Set<StoreFinding.Kind> kinds = EnumSet.noneOf(StoreFinding.Kind.class);
        kinds.addAll(report.counts().keySet());
        return kinds;
    }

    static String gaps(PositionGaps gaps) {
        List<String> lines = new ArrayList<>();
        lines.add("gaps      " + summary(gaps));
        for (PositionGap gap : gaps.longest()) {
            lines.add(String.format(
                    "%-13s %d through %d, %d missing: %s",
                    word(gap.cause()), gap.from(), gap.through(), gap.length(), gap.evidence()));
        }
        if (gaps.count() > gaps.longest().size()) {
            lines.add("and " + (gaps.count() - gaps.longest().size()) + " shorter ones");
        }
        return String.join("\n", lines);
    }

    private static String summary(PositionGaps gaps) {
        if (gaps.count() == 0) {
            return "none";
        }
        return gaps.count() + " with " + gaps.missing() + " positions: "
                + gaps.byCause().entrySet().stream()
                        .map(entry -> entry.getValue() + " " + word(entry.getKey()))
                        .collect(Collectors.joining(", "));
    }

    private static String word(Enum<?> choice) {
        return choice.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
