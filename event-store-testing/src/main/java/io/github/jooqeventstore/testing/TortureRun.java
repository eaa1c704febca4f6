package io.github.jooqeventstore.testing;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;

/** One run: everything is started, goes on for a while, is stopped in order, and is judged. */
final class TortureRun {

    private static final int WRITERS_HERE_FOR_ONE_ELSEWHERE = 4;

    private final TortureOptions options;
    private final Target target;
    private final EarlyEnd early;
    private final SplittableRandom seeds;
    private final Tally tally = new Tally();
    private final Acknowledged acknowledged = new Acknowledged();

    private TortureRun(TortureOptions options, Target target, EarlyEnd early) {
        this.options = options;
        this.target = target;
        this.early = early;
        this.seeds = new SplittableRandom(options.seed());
    }

    /** What the run has shown; nothing is left of it then, unless the options say so. */
    static Report run(TortureOptions options, EarlyEnd early) throws SQLException {
        try (Target target = Target.open(options);
                TortureSchema schema = TortureSchema.create(target, options.keep())) {
            return new TortureRun(options, target, early).in(schema);
        }
    }

    private Report in(TortureSchema schema) throws SQLException {
        Facts facts = Facts.of(schema.address());
        expectAll(facts);
        Connections connections = new Connections(target::address);
        TransactionManager manager = new TransactionManager(target, tally);
        List<String> behind;
        try (Crew readers = new Crew("readers");
                ReaderStore store = new ReaderStore(connections);
                ChildProcess readerProcess = Readers.inOtherProcess(options.readers(), target)) {
            Readers.start(options.readers(), store, tally, readers);
            readerProcess.restart();
            Beginning.wait(target.address(), options.readers());
            write(facts, connections, readerProcess, manager);
            if (readerProcess.hasEnded()) {
                readerProcess.restart();
            }
            behind = Drain.wait(target.address(), options.readers());
            readers.stop();
        }
        return new Report(options, facts, judge(facts, behind), tally);
    }

    /** Lets the writers write while everything goes wrong; then all faults end, all writers, all prepared transactions. */
    private void write(Facts facts, Connections connections, ChildProcess readerProcess, TransactionManager manager) {
        try (Crew managers = new Crew("transaction manager");
                Crew writers = new Crew("writers");
                Crew faults = new Crew("faults");
                ChildProcess writerProcess = writersInOtherProcess(facts)) {
            managers.start(manager::run);
            for (int i = 0; i < options.writers(); i++) {
                writers.start(
                        new Writer(connections, seeds.split(), acknowledged, tally, facts.preparesTransactions())::run);
            }
            writerProcess.restart();
            new Faults(target, connections, writerProcess, readerProcess, tally).start(faults, seeds.split());
            // The time itself is what is waited for.
            Pauses.passing(Duration.ofSeconds(options.seconds()), () -> !early.asked());
            faults.stop();
            writerProcess.end();
            writers.stop();
            managers.stop();
            manager.resolveAll();
        }
    }

    private ChildProcess writersInOtherProcess(Facts facts) {
        int writers = Math.ceilDiv(options.writers(), WRITERS_HERE_FOR_ONE_ELSEWHERE);
        return new ChildProcess(
                WriterProcess.class,
                List.of(
                        Integer.toString(writers),
                        Long.toString(options.seed()),
                        Boolean.toString(facts.preparesTransactions())),
                target::address);
    }

    private Findings judge(Facts facts, List<String> behind) throws SQLException {
        try (Evidence evidence = new Evidence(target.address())) {
            List<StoredEvent> stored = evidence.stored(facts.keepsCommitTimes(), acknowledged.events());
            Judge judge = new Judge(stored);
            List<ReaderVerdict> verdicts = new ArrayList<>();
            for (ReaderKind kind : options.readers()) {
                for (String journal : Readers.journals(kind)) {
                    verdicts.add(evidence.deliveries(
                            journal,
                            deliveries ->
                                    judge.judge(journal, deliveries, event -> kind.expects(event.type()), kind::lane)));
                }
            }
            return new Findings(judge.stored(), judge.gaps(), lost(stored), verdicts, behind);
        }
    }

    private long lost(List<StoredEvent> stored) {
        Set<UUID> there = new HashSet<>();
        stored.forEach(event -> there.add(event.event().id()));
        return acknowledged.events().keySet().stream()
                .filter(event -> !there.contains(event))
                .count();
    }

    /** What should happen is told of also when it does not. */
    private void expectAll(Facts facts) {
        for (Appending appending : Appending.values()) {
            tally.expect(Appends.label(appending));
        }
        for (TransactionShape shape : TransactionShape.values()) {
            if (shape != TransactionShape.TWO_PHASE || facts.preparesTransactions()) {
                tally.expect(Writer.label(shape));
            }
        }
    }
}
