package io.github.jooqeventstore.testing;

import java.time.Duration;
import java.util.Arrays;

/** Durations, and the ones that so many of them do not exceed. */
final class Latencies {

    private static final int AT_FIRST = 1_024;

    private long[] micros = new long[AT_FIRST];
    private int count;

    /** Clocks differ by a little: less than nothing counts as nothing. */
    void add(Duration latency) {
        add(Math.max(0, latency.toNanos() / 1_000));
    }

    void addAll(Latencies others) {
        for (int i = 0; i < others.count; i++) {
            add(others.micros[i]);
        }
    }

    boolean isEmpty() {
        return count == 0;
    }

    /** In milliseconds: the smallest that is not exceeded by this part of them, 0 to 1. */
    double percentile(double part) {
        if (count == 0) {
            return 0;
        }
        long[] sorted = Arrays.copyOf(micros, count);
        Arrays.sort(sorted);
        int index = (int) Math.ceil(part * count) - 1;
        return sorted[Math.clamp(index, 0, count - 1)] / 1_000.0;
    }

    @Override
    public String toString() {
        return count + " latencies";
    }

    private void add(long latency) {
        if (count == micros.length) {
            micros = Arrays.copyOf(micros, count * 2);
        }
        micros[count++] = latency;
    }
}
