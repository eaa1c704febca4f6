package io.github.jooqeventstore.testing;

import java.util.List;
import java.util.function.ToLongFunction;

/**
 * What a run has shown.
 *
 * @param committed how many events are stored
 * @param gaps how many positions were handed out in vain
 * @param lost acknowledged events that are not stored
 * @param readers one verdict for each reader
 * @param behind the readers that did not come to the end in time
 */
record Findings(long committed, long gaps, long lost, List<ReaderVerdict> readers, List<String> behind) {

    Findings {
        readers = List.copyOf(readers);
        behind = List.copyOf(behind);
    }

    long sum(ToLongFunction<ReaderVerdict> count) {
        return readers.stream().mapToLong(count).sum();
    }

    /** Of the readers that lived: how long a dead one took is known beforehand. */
    Latencies latencies() {
        Latencies all = new Latencies();
        readers.stream()
                .filter(reader -> !Readers.isKilled(reader.reader()))
                .forEach(reader -> all.addAll(reader.latencies()));
        return all;
    }

    boolean kept() {
        return lost == 0 && behind.isEmpty() && readers.stream().allMatch(ReaderVerdict::kept);
    }

    ExitCode exitCode(long enough) {
        if (!kept()) {
            return ExitCode.BROKEN;
        }
        return committed < enough ? ExitCode.TOO_LITTLE : ExitCode.PASSED;
    }
}
