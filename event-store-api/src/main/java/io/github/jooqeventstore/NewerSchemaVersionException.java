package io.github.jooqeventstore;

/**
 * An event in a shape that is newer than this program knows: a newer program has written it.
 *
 * <p>Upgrade this program before events of the new shape are written, or let the newer ones write the old shape until
 * all are upgraded. The event itself can always be read as {@link RecordedEvent#json()}.
 */
public final class NewerSchemaVersionException extends EventStoreException {

    private final String type;
    private final int known;
    private final int found;

    NewerSchemaVersionException(String subject, String type, int known, int found) {
        super(subject + ": expected schema version " + known + " of " + type + " or older, found version " + found
                + "; upgrade this program, or read the event as json()");
        this.type = type;
        this.known = known;
        this.found = found;
    }

    /** The name of the type, as stored. */
    public String type() {
        return type;
    }

    /** The newest schema version of the type that this program knows. */
    public int known() {
        return known;
    }

    /** The schema version that is stored. */
    public int found() {
        return found;
    }
}
