package io.github.jooqeventstore.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.openjdk.jmh.annotations.Param;

/**
 * What each contender does in a round, one after the other.
 *
 * @param benchmark the class of the benchmark
 * @param threads how many threads call it
 * @param axis the parameter, beside the contender, whose values are works of their own
 * @param values those values
 */
record Work(Class<?> benchmark, int threads, String axis, List<String> values) {

    private static final String EVENTS = "events";
    private static final String WHAT = "what";

    /** Everything, in the order of a round. */
    static List<Work> all() {
        return List.of(
                new Work(AppendBenchmark.class, 1, EVENTS, List.of("1")),
                of(AppendBenchmark.class, 8, EVENTS),
                of(PromiseBenchmark.class, 1, EVENTS),
                of(PromiseBenchmark.class, 8, EVENTS),
                of(ImportBenchmark.class, 1, EVENTS),
                of(GroupCommitBenchmark.class, 1, "callers"),
                of(LoadBenchmark.class, 1, EVENTS),
                of(LoadBenchmark.class, 8, EVENTS),
                of(ReadAllBenchmark.class, 1, EVENTS),
                of(QueryBenchmark.class, 1, WHAT),
                of(SubscriptionBenchmark.class, 1, "stored"),
                of(IndexBudgetBenchmark.class, 8, WHAT),
                of(ScaleBenchmark.class, 1, WHAT));
    }

    private static Work of(Class<?> benchmark, int threads, String axis) {
        return new Work(benchmark, threads, axis, parameter(benchmark, axis));
    }

    /** Its contenders, in the order of the benchmark. */
    List<String> contenders() {
        return parameter(benchmark, "contender");
    }

    private static List<String> parameter(Class<?> benchmark, String name) {
        try {
            return List.of(benchmark.getField(name).getAnnotation(Param.class).value());
        } catch (NoSuchFieldException e) {
            throw new IllegalStateException(benchmark + " has no parameter " + name, e);
        }
    }

    /** The contenders that are not there. */
    static Set<String> absent() {
        List<String> others =
                new ArrayList<>(List.of(Contenders.AXON_4, Contenders.AXON_5, Contenders.ESSENTIALS, Contenders.PEKKO));
        others.removeAll(Peers.found().keySet());
        if (!MessageDbPackage.present()) {
            others.add(Contenders.MESSAGE_DB);
        }
        return Set.copyOf(others);
    }
}
