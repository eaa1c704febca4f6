package io.github.jooqeventstore.benchmarks;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** Runs the benchmarks with 1 and with 8 threads and prints what each reaches beside its base, plain JDBC. */
public final class BenchmarkMain {

    private static final int[] THREADS = {1, 8};

    private BenchmarkMain() {}

    /** Takes a regular expression of benchmarks, and {@code full} or {@code short}. */
    public static void main(String[] arguments) throws RunnerException {
        boolean shortly = arguments.length > 1 && arguments[1].equals("short");
        List<RunResult> results = new ArrayList<>();
        for (int threads : THREADS) {
            results.addAll(run(arguments.length > 0 ? arguments[0] : ".*", threads, shortly));
        }
        RatioTable.of(results).print(System.out);
    }

    /** {@code short} shows that everything runs; its figures say nothing. */
    static Collection<RunResult> run(String include, int threads, boolean shortly) throws RunnerException {
        ChainedOptionsBuilder options = new OptionsBuilder().include(include).threads(threads);
        Options chosen = shortly
                ? options.forks(0)
                        .warmupIterations(0)
                        .measurementIterations(1)
                        .measurementTime(TimeValue.milliseconds(200))
                        .param("stored", "1000")
                        .build()
                : options.forks(3)
                        .warmupIterations(3)
                        .warmupTime(TimeValue.seconds(2))
                        .measurementIterations(3)
                        .measurementTime(TimeValue.seconds(3))
                        .build();
        return new Runner(chosen).run();
    }
}
