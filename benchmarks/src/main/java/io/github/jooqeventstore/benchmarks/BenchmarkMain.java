package io.github.jooqeventstore.benchmarks;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.NoBenchmarksException;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** Runs the benchmarks with 1 and with 8 threads and prints what each reaches beside its base. */
public final class BenchmarkMain {

    private static final int[] THREADS = {1, 8};

    private BenchmarkMain() {}

    /** Takes a regular expression of benchmarks, and in how many processes each is measured, one after the other. */
    public static void main(String[] arguments) throws RunnerException {
        String include = arguments.length > 0 ? arguments[0] : ".*";
        int forks = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 3;
        List<RunResult> results = new ArrayList<>();
        for (int threads : THREADS) {
            try {
                results.addAll(run(include, threads, forks));
            } catch (NoBenchmarksException e) {
                // One that brings its own callers was asked for, and that with 1 thread.
            }
        }
        RatioTable.of(results).print(System.out);
    }

    /** No forks: once, in this process, for a moment; shows that everything runs, and its figures say nothing. */
    static Collection<RunResult> run(String include, int threads, int forks) throws RunnerException {
        ChainedOptionsBuilder options = new OptionsBuilder().include(include).threads(threads);
        if (forks > 0 && threads > 1) {
            options.exclude(GroupCommitBenchmark.class.getName());
        }
        Options chosen = forks == 0
                ? options.forks(0)
                        .warmupIterations(0)
                        .measurementIterations(1)
                        .measurementTime(TimeValue.milliseconds(200))
                        .param("stored", "1000")
                        .build()
                : options.forks(forks)
                        .warmupIterations(3)
                        .warmupTime(TimeValue.seconds(2))
                        .measurementIterations(3)
                        .measurementTime(TimeValue.seconds(3))
                        .build();
        return new Runner(chosen).run();
    }
}
