package io.github.jooqeventstore.operations.store;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Collects: all are counted, the first of each kind are kept. For one thread. */
final class Findings {
    private static final int KEPT = 20;

    private final List<StoreFinding> kept = new ArrayList<>();
    private final Map<StoreFinding.Kind, Long> counts = new EnumMap<>(StoreFinding.Kind.class);

    void add(StoreFinding.Kind kind, String subject, String expectation, String finding) {
        if (counts.merge(kind, 1L, Long::sum) <= KEPT) {
            kept.add(new StoreFinding(kind, subject, expectation, finding));
        }
    }

    List<StoreFinding> kept() {
        return List.copyOf(kept);
    }

    Map<StoreFinding.Kind, Long> counts() {
        return Map.copyOf(counts);
    }
}
