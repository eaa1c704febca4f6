package io.github.jooqeventstore.benchmarks;

import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.profile.InternalProfiler;
import org.openjdk.jmh.results.AggregationPolicy;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.ScalarResult;

/** Adds to each result the CPU of client and server that an operation has cost. JMH makes it by its public constructor. */
public final class CpuProfiler implements InternalProfiler {

    static final String LABEL = "cpu";

    private @Nullable CpuTime cpu;
    private OptionalLong before = OptionalLong.empty();

    /** One for each process. */
    public CpuProfiler() {}

    @Override
    public String getDescription() {
        return "CPU of client and server";
    }

    @Override
    public void beforeIteration(BenchmarkParams benchmark, IterationParams iteration) {
        before = cpu().micros();
    }

    @Override
    public Collection<? extends Result<?>> afterIteration(
            BenchmarkParams benchmark, IterationParams iteration, IterationResult result) {
        OptionalLong after = cpu().micros();
        long operations = result.getMetadata().getAllOps();
        return before.isEmpty() || after.isEmpty() || operations == 0
                ? List.of()
                : List.of(new ScalarResult(
                        LABEL,
                        (after.getAsLong() - before.getAsLong()) / (double) operations,
                        "us/op",
                        AggregationPolicy.AVG));
    }

    private CpuTime cpu() {
        if (cpu == null) {
            try {
                cpu = CpuTime.of(Server.ofThisRun());
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }
        return cpu;
    }
}
