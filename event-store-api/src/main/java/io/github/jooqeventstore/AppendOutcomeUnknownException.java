package io.github.jooqeventstore;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The connection was lost while an append that commits by itself was under way, or, in a store with group commit, the thread
 * was interrupted while another sent it: it is there as a whole or not at all, and only the database knows.
 *
 * <p>Ask the same again, with {@link #appends()} and therefore with the same event ids: the append is then there exactly
 * once, and the result is the one of the first attempt if that went through.
 * <pre>{@code
 * catch (AppendOutcomeUnknownException e) {
 *     results = store.append(e.appends());
 * }
 * }</pre>
 */
public final class AppendOutcomeUnknownException extends EventStoreException {

    // Carried for the caller in this JVM; payloads need not be serializable.
    private final transient List<StreamAppend> appends;

    AppendOutcomeUnknownException(List<StreamAppend> appends, Throwable cause) {
        this(appends, "the connection lost", cause);
    }

    AppendOutcomeUnknownException(List<StreamAppend> appends, String finding, @Nullable Throwable cause) {
        super(
                subject(appends) + ": expected an answer to the append, found " + finding
                        + ": it was written as a whole or not at all",
                cause);
        this.appends = List.copyOf(appends);
    }

    private static String subject(List<StreamAppend> appends) {
        return appends.size() == 1
                ? "stream " + appends.getFirst().stream()
                : appends.size() + " streams, first " + appends.getFirst().stream();
    }

    /** The appends as they were sent, with the ids of their events. */
    public List<StreamAppend> appends() {
        return appends;
    }
}
