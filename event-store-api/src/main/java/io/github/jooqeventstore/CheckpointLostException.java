package io.github.jooqeventstore;

/**
 * A checkpoint that the store does not bear out: the event there is gone or another one, the store does not reach so far,
 * or a restore has raised its epoch. Going on would skip events, so the subscription has stopped.
 *
 * <p>Find out which events the subscriber has seen that are no longer there, then say where to go on: {@code resumeAt} or
 * {@code rewindTo} of {@code Subscriptions}.
 */
public final class CheckpointLostException extends EventStoreException {

    private final String subject;
    private final long position;

    /**
     * For the package of subscriptions.
     *
     * @param subject whose checkpoint it is
     * @param position the position of the checkpoint
     * @param expectation what should have been found
     * @param finding what was found
     */
    public CheckpointLostException(String subject, long position, String expectation, String finding) {
        super(subject + ": expected " + expectation + ", found " + finding);
        this.subject = subject;
        this.position = position;
    }

    /** Whose checkpoint it is, as in {@code subscription mail, partition 0 of 4}. */
    public String subject() {
        return subject;
    }

    /** The position of the checkpoint. */
    public long position() {
        return position;
    }
}
