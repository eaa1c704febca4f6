package io.github.jooqeventstore.testing;

import java.util.ArrayList;
import java.util.List;

/** The readers of a run: of each kind two in this process, which share a store, and one in another process. */
final class Readers {

    /** Into how many partitions events are divided where readers share them. */
    static final int PARTITIONS = 6;

    private static final int IN_THIS_PROCESS = 2;

    private Readers() {}

    static String name(ReaderKind kind, int number) {
        return kind + "-" + number;
    }

    static String nameInOtherProcess(ReaderKind kind) {
        return name(kind, IN_THIS_PROCESS + 1);
    }

    /** Whether what that journal's reader, or one of its readers, should do waits at times for one that was killed. */
    static boolean isKilled(String journal) {
        for (int number = 1; number <= IN_THIS_PROCESS; number++) {
            if (journal.endsWith("-" + number)) {
                return false;
            }
        }
        return true;
    }

    /** Under which names the readers of that kind note what they were given. */
    static List<String> journals(ReaderKind kind) {
        return kind.isShared() ? List.of(kind.word()) : names(kind);
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
