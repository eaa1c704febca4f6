package io.github.jooqeventstore.testing;

import java.util.ArrayList;
import java.util.List;

/** The readers of a run: of each kind two in this process, which share a store, and one in another process. */
final class Readers {

    private static final int IN_THIS_PROCESS = 2;

    private Readers() {}

    static String name(ReaderKind kind, int number) {
        return kind + "-" + number;
    }

    static String nameInOtherProcess(ReaderKind kind) {
        return name(kind, IN_THIS_PROCESS + 1);
    }

    /** Whether that reader is dead for some of the time. */
    static boolean isKilled(String name) {
        return name.endsWith("-" + (IN_THIS_PROCESS + 1));
    }

    static List<String> names(ReaderKind kind) {
        List<String> names = new ArrayList<>();
        for (int number = 1; number <= IN_THIS_PROCESS + 1; number++) {
            names.add(name(kind, number));
        }
        return names;
    }

    /** Starts those of this process. */
    static void start(List<ReaderKind> kinds, ReaderStore store, Tally tally, Crew crew) {
        for (ReaderKind kind : kinds) {
            for (int number = 1; number <= IN_THIS_PROCESS; number++) {
                crew.start(kind.open(name(kind, number), store, tally)::run);
            }
        }
    }

    /** Those of the other process, which is not started yet. */
    static ChildProcess inOtherProcess(List<ReaderKind> kinds, Target target) {
        return new ChildProcess(
                ReaderProcess.class, kinds.stream().map(ReaderKind::word).toList(), target::address);
    }
}
