package io.github.jooqeventstore.benchmarks;

import io.github.jooqeventstore.postgres.PostgresServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Runs the benchmarks on one server, round by round, prints what each contender reaches beside its base, and writes the
 * results and, where they are kept, the page that shows them.
 */
public final class BenchmarkMain {

    private BenchmarkMain() {}

    /**
     * Takes regular expressions of benchmarks and of contenders, the number of rounds, whether the results are kept beside
     * the code, and the project's folder.
     */
    public static void main(String[] arguments) throws Exception {
        Predicate<String> benchmarks = Pattern.compile(arguments[0]).asPredicate();
        Predicate<String> contenders = Pattern.compile(arguments[1]).asMatchPredicate();
        int rounds = Integer.parseInt(arguments[2]);
        boolean kept = Boolean.parseBoolean(arguments[3]);
        Path project = Path.of(arguments[4]).normalize();
        List<Work> works = Work.all().stream()
                .filter(work -> benchmarks.test(work.benchmark().getSimpleName()))
                .toList();
        Path target = project.resolve("benchmarks/target");
        System.setProperty(Peers.PROPERTY, project.resolve("benchmarks-peers").toString());
        System.setProperty(
                MessageDbPackage.PROPERTY, target.resolve("message-db").toString());
        fetchMessageDb();
        Set<String> absent = Work.absent();
        if (!absent.isEmpty()) {
            System.out.println("left out, for they are not there (profile peers): " + new TreeSet<>(absent));
        }
        try (PostgresServer server = Server.start()) {
            Server.tell(server);
            var measured = new Rounds(
                            Rounds.Pace.FULL,
                            name -> contenders.test(name) && !absent.contains(name),
                            target.resolve("benchmarks"),
                            System.out)
                    .run(works, rounds);
            Results results = new Results(
                    LocalDate.now(ZoneOffset.UTC).toString(),
                    rounds,
                    Rounds.Pace.FULL.seconds(),
                    Surroundings.machine(),
                    Surroundings.versions(),
                    Server.SETTINGS,
                    Line.of(measured));
            results.print(System.out);
            Path file = (kept ? project.resolve("benchmarks/results") : target.resolve("results"))
                    .resolve(results.date() + ".json");
            Results all = Files.exists(file) ? results.and(Results.read(file)) : results;
            all.write(file);
            System.out.println("written: " + file);
            if (kept) {
                PageMain.write(all, project);
            }
        }
    }

    private static void fetchMessageDb() throws InterruptedException {
        try {
            MessageDbPackage.fetch();
        } catch (IOException e) {
            System.out.println("message-db is left out, for its package cannot be fetched: " + e);
        }
    }
}
