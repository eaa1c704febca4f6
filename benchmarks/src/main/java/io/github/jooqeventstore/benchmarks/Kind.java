package io.github.jooqeventstore.benchmarks;

import java.util.Set;

/** What kind of contender it is, told in a plot by pattern, not by colour alone. */
enum Kind {
    /** What the others are compared with. */
    BASE("what the others are compared with (1.00)", "none"),
    /** The event store. */
    OURS("jOOQ Event Store", "ours"),
    /** Another event store. */
    PEER("other event stores", "peer"),
    /** Something by hand, or a variant. */
    OTHER("by hand, or a variant", "other");

    private static final Set<String> PEERS = Set.of(
            Contenders.AXON_4, Contenders.AXON_5, Contenders.ESSENTIALS, Contenders.PEKKO, Contenders.MESSAGE_DB);

    /** What a legend says. */
    final String legend;

    /** The name of the pattern. */
    final String pattern;

    Kind(String legend, String pattern) {
        this.legend = legend;
        this.pattern = pattern;
    }

    static Kind of(Line line) {
        if (line.contender().equals(line.base())) {
            return BASE;
        }
        return PEERS.contains(line.contender())
                ? PEER
                : line.contender().startsWith(Contenders.EVENT_STORE)
                                || line.contender().equals("subscription")
                        ? OURS
                        : OTHER;
    }
}
