package io.github.jooqeventstore.benchmarks;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;

/**
 * What one contender reached at one work in one round.
 *
 * @param work what was done
 * @param contender who did it
 * @param threads how many did it at the same time
 * @param events of how many events one operation was
 * @param perSecond operations a second
 * @param cpuMicros CPU of client and server that an operation cost; null where the system does not tell
 * @param allocatedBytes what the client allocated for an operation; null where Java does not tell
 */
record Measurement(
        String work,
        String contender,
        int threads,
        int events,
        double perSecond,
        @Nullable Double cpuMicros,
        @Nullable Double allocatedBytes) {

    private static final String ALLOCATED = "gc.alloc.rate.norm";

    static Measurement of(RunResult result) {
        BenchmarkParams parameters = result.getParams();
        return new Measurement(
                work(parameters),
                parameters.getParam("contender"),
                number(parameters, "callers", parameters.getThreads()),
                number(parameters, "events", 1),
                result.getPrimaryResult().getScore(),
                secondary(result, CpuProfiler.LABEL),
                secondary(result, ALLOCATED));
    }

    /** The name of the class without "Benchmark", in words, and what it did if that is a parameter. */
    private static String work(BenchmarkParams parameters) {
        String method = parameters.getBenchmark();
        String type = method.substring(0, method.lastIndexOf('.'));
        String words = type.substring(type.lastIndexOf('.') + 1)
                .replaceFirst("Benchmark$", "")
                .replaceAll("(?<=[a-z])(?=[A-Z])", " ")
                .toLowerCase(Locale.ROOT);
        String what = parameters.getParam("what");
        return what == null ? words : words + ": " + what;
    }

    private static int number(BenchmarkParams parameters, String name, int otherwise) {
        String value = parameters.getParam(name);
        return value == null ? otherwise : Integer.parseInt(value);
    }

    private static @Nullable Double secondary(RunResult result, String label) {
        Result<?> found = result.getSecondaryResults().get(label);
        return found == null || Double.isNaN(found.getScore()) ? null : found.getScore();
    }
}
