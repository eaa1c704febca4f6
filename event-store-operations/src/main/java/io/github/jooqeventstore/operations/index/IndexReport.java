package io.github.jooqeventstore.operations.index;

import java.time.OffsetDateTime;
import java.util.List;

/**
 * What can be said of the indexes of a store.
 *
 * @param statisticsSince since when the server has counted, at the latest
 * @param advice what could be better, the worst first
 * @param keys the keys in the metadata of the newest events, which a statement's text does not tell
 * @param notes what else is to be known
 * @param notSeen what could not be seen, and why
 */
public record IndexReport(
        OffsetDateTime statisticsSince,
        List<IndexAdvice> advice,
        List<MetadataKeyUse> keys,
        List<String> notes,
        List<String> notSeen) {
    /** Copies. */
    public IndexReport {
        advice = List.copyOf(advice);
        keys = List.copyOf(keys);
        notes = List.copyOf(notes);
        notSeen = List.copyOf(notSeen);
    }
}
