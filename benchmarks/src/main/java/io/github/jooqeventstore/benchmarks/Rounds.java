package io.github.jooqeventstore.benchmarks;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/**
 * Runs works round by round: in each round every contender does every work once, in a process of its own, all on one server.
 * So what disturbs the machine for a while disturbs all of them.
 *
 * @param pace how long each is measured
 * @param wanted which contenders
 * @param logs the folder for what JMH says
 * @param out where progress is told
 */
record Rounds(Pace pace, Predicate<String> wanted, Path logs, PrintStream out) {

    /**
     * How long each is measured.
     *
     * @param forks processes: 1, or 0 for none but this one
     * @param warmUps warm-ups
     * @param iterations measurements of one round
     * @param millis how long each takes
     * @param parameters values of parameters where benchmarks have them
     */
    record Pace(int forks, int warmUps, int iterations, long millis, Map<String, String> parameters) {

        /** What is judged. */
        static final Pace FULL = new Pace(1, 4, 2, 1_000, Map.of());

        /** Shows in a moment that everything runs; its figures say nothing. */
        static final Pace SMOKE = new Pace(0, 0, 1, 40, Map.of("stored", "2000", "divided", "1000"));

        /** A moment has no time for numbers that differ only in size. */
        private List<String> values(Work work) {
            return forks > 0 || work.axis().equals("what")
                    ? work.values()
                    : work.values().subList(0, 1);
        }

        double seconds() {
            return iterations * millis / 1e3;
        }
    }

    List<List<Measurement>> run(List<Work> works, int rounds) throws RunnerException, IOException {
        Files.createDirectories(logs);
        List<List<Measurement>> all = new ArrayList<>();
        for (int round = 1; round <= rounds; round++) {
            List<Measurement> measured = new ArrayList<>();
            for (Work work : works) {
                List<String> contenders =
                        work.contenders().stream().filter(wanted).toList();
                for (String value : contenders.isEmpty() ? List.<String>of() : pace.values(work)) {
                    measured.addAll(measure(work, value, contenders, round));
                }
            }
            all.add(List.copyOf(measured));
        }
        return all;
    }

    private List<Measurement> measure(Work work, String value, List<String> contenders, int round)
            throws RunnerException {
        String name = work.benchmark().getSimpleName();
        Path log = logs.resolve(
                String.join("-", name, value.replaceAll("\\W+", "-"), "" + work.threads(), "" + round) + ".log");
        Collection<RunResult> results =
                new Runner(options(work, value, contenders, log).build()).run();
        List<Measurement> measured = results.stream().map(Measurement::of).toList();
        for (Measurement one : measured) {
            out.printf(
                    Locale.ROOT,
                    "round %d  %-36s %5d events %3d threads  %-26s %,12.1f/s  %10s us%n",
                    round,
                    one.work(),
                    one.events(),
                    one.threads(),
                    one.contender(),
                    one.perSecond(),
                    Results.number("%,.1f", one.cpuMicros()));
        }
        contenders.stream()
                .filter(missing ->
                        measured.stream().noneMatch(one -> one.contender().equals(missing)))
                .forEach(missing -> out.println("round " + round + "  failed: " + missing + " ("
                        + work.benchmark().getSimpleName() + " " + value + "), see " + log));
        return measured;
    }

    private ChainedOptionsBuilder options(Work work, String value, List<String> contenders, Path log) {
        ChainedOptionsBuilder options = new OptionsBuilder()
                .include("^" + work.benchmark().getName() + "\\.")
                .threads(work.threads())
                .forks(pace.forks())
                .warmupIterations(pace.warmUps())
                .warmupTime(TimeValue.milliseconds(pace.millis()))
                .measurementIterations(pace.iterations())
                .measurementTime(TimeValue.milliseconds(pace.millis()))
                .param("contender", contenders.toArray(String[]::new))
                .addProfiler(CpuProfiler.class)
                .addProfiler(GCProfiler.class)
                // A contender that fails leaves the others their round.
                .shouldFailOnError(pace.forks() == 0)
                .jvmArgsAppend(properties())
                .output(log.toString());
        options.param(work.axis(), value);
        pace.parameters().forEach(options::param);
        return options;
    }

    /** What the processes that measure must know. */
    private static String[] properties() {
        List<String> arguments = new ArrayList<>();
        for (String name : List.of(Server.PROPERTY, Peers.PROPERTY, MessageDbPackage.PROPERTY)) {
            String value = System.getProperty(name);
            if (value != null) {
                arguments.add("-D" + name + "=" + value);
            }
        }
        return arguments.toArray(String[]::new);
    }
}
