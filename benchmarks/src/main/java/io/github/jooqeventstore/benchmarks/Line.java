package io.github.jooqeventstore.benchmarks;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What one contender reached at one work: medians over the rounds.
 *
 * @param work what was done
 * @param contender who did it
 * @param threads how many did it at the same time
 * @param events how many events an append brings, or an operation is about
 * @param rounds operations a second in each round
 * @param throughput operations a second
 * @param cpuMicros CPU of client and server that an operation cost, in microseconds; null where the system does not tell
 * @param allocatedBytes what the client allocated for an operation; null where Java does not tell
 * @param base the contender that it is compared with at the same work; null if that is not there
 * @param ratio throughput to that of the base in the same round; null as the base
 * @param cpuRatio CPU to that of the base in the same round; null if one is not known
 */
record Line(
        @JsonProperty("work") String work,
        @JsonProperty("contender") String contender,
        @JsonProperty("threads") int threads,
        @JsonProperty("eventsPerAppend") int events,
        @JsonProperty("rounds") List<Double> rounds,
        @JsonProperty("throughput") double throughput,
        @JsonProperty("cpuMicrosPerOperation") @Nullable Double cpuMicros,

        @JsonProperty("allocatedBytesPerOperation") @Nullable
        Double allocatedBytes,

        @JsonProperty("base") @Nullable String base,
        @JsonProperty("ratio") @Nullable Double ratio,
        @JsonProperty("cpuRatio") @Nullable Double cpuRatio) {

    /** What others are compared with: the first of these that does the same work. */
    private static final List<String> BASES = List.of(
            Contenders.JDBC,
            PromiseBenchmark.INSERT,
            IndexBudgetBenchmark.AS_IT_IS,
            ScaleBenchmark.SMALL,
            SubscriptionBenchmark.READ_ALL,
            Contenders.COPY);

    /** All lines of some rounds, each of which has measured the same. */
    static List<Line> of(List<List<Measurement>> rounds) {
        List<Measurement> kinds = new ArrayList<>();
        for (List<Measurement> round : rounds) {
            round.stream()
                    .filter(one -> kinds.stream()
                            .noneMatch(kind -> kind.contender().equals(one.contender()) && sameWork(kind, one)))
                    .forEach(kinds::add);
        }
        return kinds.stream().map(kind -> of(kind, rounds)).toList();
    }

    private static Line of(Measurement kind, List<List<Measurement>> rounds) {
        String base = BASES.stream()
                .filter(name -> rounds.stream().anyMatch(round -> find(round, kind, name) != null))
                .findFirst()
                .orElse(null);
        List<Measurement> own = rounds.stream()
                .map(round -> find(round, kind, kind.contender()))
                .filter(Objects::nonNull)
                .toList();
        return new Line(
                kind.work(),
                kind.contender(),
                kind.threads(),
                kind.events(),
                own.stream().map(Measurement::perSecond).toList(),
                Objects.requireNonNull(
                        median(own.stream().map(Measurement::perSecond).toList())),
                median(own.stream()
                        .map(Measurement::cpuMicros)
                        .filter(Objects::nonNull)
                        .toList()),
                median(own.stream()
                        .map(Measurement::allocatedBytes)
                        .filter(Objects::nonNull)
                        .toList()),
                base,
                ratio(kind, base, rounds, Measurement::perSecond),
                ratio(kind, base, rounds, Measurement::cpuMicros));
    }

    private static @Nullable Double ratio(
            Measurement kind,
            @Nullable String base,
            List<List<Measurement>> rounds,
            Function<Measurement, @Nullable Double> value) {
        List<Double> ratios = new ArrayList<>();
        for (List<Measurement> round : rounds) {
            Measurement own = find(round, kind, kind.contender());
            Measurement other = base == null ? null : find(round, kind, base);
            if (own != null && other != null) {
                Double mine = value.apply(own);
                Double theirs = value.apply(other);
                if (mine != null && theirs != null) {
                    ratios.add(mine / theirs);
                }
            }
        }
        return median(ratios);
    }

    private static @Nullable Measurement find(Collection<Measurement> round, Measurement kind, String contender) {
        return round.stream()
                .filter(one -> one.contender().equals(contender) && sameWork(kind, one))
                .findFirst()
                .orElse(null);
    }

    private static boolean sameWork(Measurement first, Measurement second) {
        return first.work().equals(second.work())
                && first.threads() == second.threads()
                && first.events() == second.events();
    }

    private static @Nullable Double median(List<Double> values) {
        if (values.isEmpty()) {
            return null;
        }
        List<Double> sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }
}
