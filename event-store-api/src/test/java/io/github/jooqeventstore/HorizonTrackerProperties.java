package io.github.jooqeventstore;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Whatever transactions do between two looks, nothing that is called final can still change. */
class HorizonTrackerProperties {

    /** What a transaction shows in the list of locks, step by step. */
    private enum Step {
        OPEN,
        BEING_PREPARED,
        PREPARED,
        ENDING,
        GONE
    }

    private static final class Transaction {
        private final int process;
        private String vxid;
        private Step step = Step.OPEN;
        private boolean visible;
        private final List<Long> positions = new ArrayList<>();

        private Transaction(int process, long local) {
            this.process = process;
            this.vxid = process + "/" + local;
        }

        private String shown() {
            return step == Step.ENDING || step == Step.BEING_PREPARED ? process + "/0" : vxid;
        }

        private boolean mayStillCommit() {
            return !visible && (step == Step.OPEN || step == Step.BEING_PREPARED || step == Step.PREPARED);
        }
    }

    /** A server as far as locks and positions go. */
    private static final class Server {
        private final Random random;
        private final List<Transaction> transactions = new ArrayList<>();
        private final Set<Long> visible = new TreeSet<>();
        private long position;
        private long local;

        private Server(long seed) {
            random = new Random(seed);
        }

        private long head() {
            return visible.stream().mapToLong(Long::longValue).max().orElse(0);
        }

        private Set<String> living() {
            return transactions.stream().map(Transaction::shown).collect(Collectors.toSet());
        }

        private void act() {
            int process = random.nextInt(5);
            List<Transaction> itsOwn = transactions.stream()
                    .filter(each -> each.process == process && each.step != Step.PREPARED)
                    .toList();
            if (random.nextInt(200) == 0) {
                crash();
            } else if (random.nextInt(6) == 0) {
                endOnePrepared();
            } else if (itsOwn.isEmpty()) {
                transactions.add(new Transaction(process, ++local));
            } else {
                advance(itsOwn.getFirst());
            }
            transactions.removeIf(each -> each.step == Step.GONE);
        }

        private void advance(Transaction one) {
            switch (one.step) {
                case OPEN -> {
                    int choice = random.nextInt(10);
                    if (choice < 5) {
                        one.positions.add(++position);
                    } else if (choice < 8) {
                        end(one, random.nextInt(4) > 0);
                    } else {
                        one.step = Step.BEING_PREPARED;
                    }
                }
                case BEING_PREPARED -> one.step = Step.PREPARED;
                case ENDING -> one.step = Step.GONE;
                case PREPARED, GONE -> {}
            }
        }

        private void end(Transaction one, boolean commits) {
            if (commits) {
                one.visible = true;
                visible.addAll(one.positions);
            }
            one.step = Step.ENDING;
        }

        private void endOnePrepared() {
            transactions.stream()
                    .filter(each -> each.step == Step.PREPARED)
                    .findFirst()
                    .ifPresent(one -> {
                        end(one, random.nextBoolean());
                        one.step = Step.GONE;
                    });
        }

        /** Recovery knows prepared transactions by other ids; positions and local ids may begin anew behind the head. */
        private void crash() {
            transactions.removeIf(each -> each.step != Step.PREPARED);
            for (Transaction prepared : transactions) {
                prepared.vxid = "-1/" + (1_000 + ++local);
            }
        }
    }

    @Property(tries = 2_000)
    void whatIsFinalCanNoLongerChange(@ForAll long seed) {
        Server server = new Server(seed);
        HorizonTracker tracker = new HorizonTracker();
        for (int look = 0; look < 60; look++) {
            act(server);
            long head = server.head();
            act(server);
            long before = tracker.finalPosition();
            tracker.observe(head, server.living());
            assertThat(tracker.finalPosition()).isBetween(before, head);
            long finalPosition = tracker.finalPosition();
            assertThat(server.transactions.stream()
                            .filter(Transaction::mayStillCommit)
                            .flatMap(each -> each.positions.stream())
                            .filter(position -> position <= finalPosition))
                    .as("positions that may still be filled, though %d is final", finalPosition)
                    .isEmpty();
        }
    }

    @Property(tries = 500)
    void everythingIsFinalSoonAfterAllHaveEnded(@ForAll long seed) {
        Server server = new Server(seed);
        HorizonTracker tracker = new HorizonTracker();
        for (int look = 0; look < 200; look++) {
            act(server);
            tracker.observe(server.head(), server.living());
        }
        long head = server.head();
        server.transactions.clear();
        tracker.observe(head, Set.of());
        assertThat(tracker.finalPosition()).isEqualTo(head);
        assertThat(tracker.awaited()).isEmpty();
    }

    /** Under load there is always somebody; whoever came later does not hold back what came before. */
    @Property(tries = 500)
    void thoseWhoComeLaterDoNotHoldItBack(@ForAll long seed) {
        Random random = new Random(seed);
        HorizonTracker tracker = new HorizonTracker();
        for (long round = 1; round <= 50; round++) {
            // Two generations overlap at each look, of processes that are used again.
            Set<String> living = Stream.of(round, round + 1)
                    .map(each -> each % 7 + "/" + each)
                    .collect(Collectors.toSet());
            tracker.observe(round * 10, living);
            if (round > 3) {
                assertThat(tracker.finalPosition()).isGreaterThanOrEqualTo((round - 2) * 10);
            }
            if (random.nextBoolean()) {
                tracker.observe(round * 10, living);
            }
        }
    }

    private static void act(Server server) {
        for (int i = server.random.nextInt(6); i > 0; i--) {
            server.act();
        }
    }
}
