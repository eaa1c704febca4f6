package io.github.jooqeventstore;

import static io.github.jooqeventstore.schema.Tables.STREAMS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.jooq.impl.DSL.currentOffsetDateTime;

import io.github.jooqeventstore.StoreModel.Accepted;
import io.github.jooqeventstore.StoreModel.Outcome;
import io.github.jooqeventstore.StoreModel.Place;
import io.github.jooqeventstore.StoreModel.Refused;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.jooq.DSLContext;

/** Whatever is done to a store, it answers as {@link StoreModel} does. */
class ModelProperties {

    private static final DSLContext CONTEXT = TestDatabase.migrated().dslOnOneConnection();
    private static final EventStore STORE =
            EventStore.builder(CONTEXT).pageSize(2).build();
    private static final AtomicInteger RUN = new AtomicInteger();

    /** A step of a run; what it depends on is looked up when it is taken, so that any step may be left out. */
    sealed interface Step {}

    /** Some of the streams of a run. */
    enum Name {
        A,
        B,
        C
    }

    /** What is expected, told by what the model says at that moment. */
    enum Expected {
        ANY,
        NO_STREAM,
        STREAM_EXISTS,
        CURRENT,
        ONE_BEHIND,
        ONE_AHEAD;

        ExpectedVersion at(long version) {
            return switch (this) {
                case ANY -> ExpectedVersion.any();
                case NO_STREAM -> ExpectedVersion.noStream();
                case STREAM_EXISTS -> ExpectedVersion.streamExists();
                case CURRENT -> version == 0 ? ExpectedVersion.noStream() : ExpectedVersion.exactly(version);
                case ONE_BEHIND -> ExpectedVersion.exactly(Math.max(1, version - 1));
                case ONE_AHEAD -> ExpectedVersion.exactly(version + 1);
            };
        }
    }

    record Part(Name stream, Expected expected, int events) {}

    record Append(Part part) implements Step {}

    record AppendToSeveral(List<Part> parts) implements Step {}

    /** An earlier append again, refused or not, committed or not, with another expectation. */
    record Repeat(int append, Expected expected) implements Step {}

    /** Some events of an earlier append before new ones, perhaps on another stream. */
    record Mix(int append, int known, int fresh, Name stream) implements Step {}

    record Archive(Name stream) implements Step {}

    record Load(Name stream, Direction direction, int from, int limit) implements Step {}

    record Transaction(List<Step> steps, boolean commit) implements Step {}

    private static final class RolledBack extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /** A store and its model, going the same way. */
    private static final class Run {

        private final String name = "run-" + RUN.incrementAndGet();
        private final List<List<StreamAppend>> appends = new ArrayList<>();
        private final Map<UUID, Long> positions = new HashMap<>();
        private StoreModel model = new StoreModel();
        private int payloads;
        private long lastPosition;

        private void take(Step step, DSLContext dsl) {
            EventStore store = STORE.in(dsl);
            switch (step) {
                case Append append -> append(store, List.of(part(append.part())));
                case AppendToSeveral several ->
                    append(store, several.parts().stream().map(this::part).toList());
                case Repeat repeat -> {
                    if (!appends.isEmpty()) {
                        append(
                                store,
                                earlier(repeat.append()).stream()
                                        .map(part -> new StreamAppend(
                                                part.stream(),
                                                repeat.expected().at(versionOf(part.stream())),
                                                part.events()))
                                        .toList());
                    }
                }
                case Mix mix -> {
                    if (!appends.isEmpty()) {
                        append(store, List.of(mixed(mix)));
                    }
                }
                case Archive archive -> {
                    model.archive(stream(archive.stream()));
                    dsl.update(STREAMS)
                            .set(STREAMS.ARCHIVED_AT, currentOffsetDateTime())
                            .where(STREAMS.STREAM_ID.eq(stream(archive.stream()).value()))
                            .execute();
                }
                case Load load -> load(store, load);
                case Transaction transaction -> inTransaction(dsl, transaction);
            }
        }

        private void inTransaction(DSLContext dsl, Transaction transaction) {
            StoreModel before = model.copy();
            try {
                dsl.transaction(tx -> {
                    transaction.steps().forEach(step -> take(step, tx.dsl()));
                    if (!transaction.commit()) {
                        throw new RolledBack();
                    }
                });
            } catch (RolledBack e) {
                model = before;
            }
        }

        private StreamId stream(Name stream) {
            return StreamId.of(name, stream);
        }

        private long versionOf(StreamId stream) {
            return model.events(stream).size();
        }

        private List<StreamAppend> earlier(int append) {
            return appends.get(append % appends.size());
        }

        private List<NewEvent> newEvents(int number) {
            return IntStream.range(0, number)
                    .mapToObj(n -> NewEvent.of(new JsonEvent("counted", "{\"n\": " + ++payloads + "}")))
                    .toList();
        }

        private StreamAppend part(Part part) {
            StreamId stream = stream(part.stream());
            return new StreamAppend(stream, part.expected().at(versionOf(stream)), newEvents(part.events()));
        }

        private StreamAppend mixed(Mix mix) {
            List<NewEvent> events = earlier(mix.append()).getFirst().events();
            return new StreamAppend(
                    stream(mix.stream()),
                    ExpectedVersion.any(),
                    Stream.concat(
                                    events.subList(0, Math.min(mix.known(), events.size())).stream(),
                                    newEvents(mix.fresh()).stream())
                            .toList());
        }

        private void append(EventStore store, List<StreamAppend> parts) {
            appends.add(parts);

            assertThat(outcome(store, parts)).isEqualTo(model.append(parts));
        }

        private Outcome outcome(EventStore store, List<StreamAppend> parts) {
            try {
                List<AppendResult> results = store.append(parts);
                notePositions(parts, results);
                return new Accepted(results.stream()
                        .map(result -> new Place(
                                result.stream(), result.firstVersion(), result.lastVersion(), result.repeated()))
                        .toList());
            } catch (WrongExpectedVersionException e) {
                return new Refused(
                        e.getClass(),
                        e.stream(),
                        e.found().isPresent() ? e.found().getAsLong() : null);
            } catch (StreamArchivedException e) {
                return new Refused(e.getClass(), e.stream(), null);
            } catch (EventIdAlreadyUsedException e) {
                return new Refused(e.getClass(), e.stream(), null);
            }
        }

        private void notePositions(List<StreamAppend> parts, List<AppendResult> results) {
            long before = lastPosition;
            for (int i = 0; i < parts.size(); i++) {
                notePositions(parts.get(i).events(), results.get(i), before);
            }
        }

        /** Positions rise with versions, above all that were handed out before; a repeated append has its first ones. */
        private void notePositions(List<NewEvent> events, AppendResult result, long before) {
            if (result.repeated()) {
                assertThat(result.positions())
                        .isEqualTo(events.stream()
                                .map(event -> positions.get(event.id()))
                                .toList());
                return;
            }
            assertThat(result.positions()).hasSameSizeAs(events).isSorted().doesNotHaveDuplicates();
            assertThat(result.positions().getFirst()).isGreaterThan(before);
            lastPosition = Math.max(lastPosition, result.lastPosition());
            for (int i = 0; i < events.size(); i++) {
                positions.put(events.get(i).id(), result.positions().get(i));
            }
        }

        private void load(EventStore store, Load load) {
            StreamId stream = stream(load.stream());
            StreamSlice slice = new StreamSlice(load.direction(), load.from(), load.limit());
            List<String> all = described(model.events(stream));
            List<String> expected = load.direction() == Direction.FORWARD
                    ? all.subList(Math.min(load.from() - 1, all.size()), all.size())
                    : all.subList(0, Math.min(load.from(), all.size())).reversed();

            List<RecordedEvent> loaded = store.load(stream, slice);

            assertThat(loaded.stream().map(ModelProperties::described))
                    .isEqualTo(expected.stream().limit(load.limit()).toList());
            assertThat(store.loadLazily(stream, slice)).isEqualTo(loaded);
            assertThat(store.currentVersion(stream).orElse(0)).isEqualTo(versionOf(stream));
        }

        private List<String> described(List<NewEvent> events) {
            return IntStream.range(0, events.size())
                    .mapToObj(i -> (i + 1) + " " + events.get(i).id() + " "
                            + ((JsonEvent) events.get(i).payload()).json() + " at "
                            + positions.get(events.get(i).id()))
                    .toList();
        }

        /** Everything of this run that is committed is what the model says. */
        private void assertSame(EventStore store) {
            for (Name each : Name.values()) {
                load(store, new Load(each, Direction.FORWARD, 1, Integer.MAX_VALUE));
            }
            assertThat(store.query(EventQuery.where(EventFilter.streamPrefix(name + "-"))).stream()
                            .map(RecordedEvent::id)
                            .collect(Collectors.toSet()))
                    .isEqualTo(Stream.of(Name.values())
                            .flatMap(each -> model.events(stream(each)).stream())
                            .map(NewEvent::id)
                            .collect(Collectors.toSet()));
        }
    }

    private static String described(RecordedEvent event) {
        return event.version() + " " + event.id() + " " + event.json() + " at " + event.position();
    }

    @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
    void theStoreAnswersAsItsModel(@ForAll("runs") List<Step> steps) {
        Run run = new Run();

        steps.forEach(step -> run.take(step, CONTEXT));

        run.assertSame(STORE);
    }

    @Provide
    Arbitrary<List<Step>> runs() {
        Arbitrary<Step> transaction = Combinators.combine(
                        step().list().ofMinSize(1).ofMaxSize(6), Arbitraries.of(true, false))
                .as(Transaction::new);
        return Arbitraries.frequencyOf(Tuple.of(4, step()), Tuple.of(1, transaction))
                .list()
                .ofMinSize(1)
                .ofMaxSize(20);
    }

    private static Arbitrary<Step> step() {
        Arbitrary<Name> names = Arbitraries.of(Name.class);
        Arbitrary<Expected> expected = Arbitraries.of(Expected.class);
        Arbitrary<Integer> earlier = Arbitraries.integers().between(0, 30);
        Arbitrary<Integer> few = Arbitraries.integers().between(1, 4);
        Arbitrary<Part> part = Combinators.combine(names, expected, few).as(Part::new);
        Arbitrary<Part> likely = Combinators.combine(names, Arbitraries.of(Expected.ANY, Expected.CURRENT), few)
                .as(Part::new);
        Arbitrary<Part> parts = Arbitraries.oneOf(part, likely);
        return Arbitraries.frequencyOf(
                Tuple.of(5, parts.map(Append::new)),
                Tuple.of(
                        3,
                        parts.list()
                                .uniqueElements(Part::stream)
                                .ofMinSize(2)
                                .ofMaxSize(3)
                                .map(AppendToSeveral::new)),
                Tuple.of(3, Combinators.combine(earlier, expected).as(Repeat::new)),
                Tuple.of(
                        2,
                        Combinators.combine(earlier, few, Arbitraries.integers().between(0, 2), names)
                                .as(Mix::new)),
                Tuple.of(1, names.map(Archive::new)),
                Tuple.of(
                        2,
                        Combinators.combine(
                                        names,
                                        Arbitraries.of(Direction.class),
                                        Arbitraries.integers().between(1, 12),
                                        Arbitraries.integers().between(1, 6))
                                .as(Load::new)));
    }
}
