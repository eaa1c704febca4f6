package io.github.jooqeventstore.operations.readiness;

/**
 * One item of the checklist.
 *
 * @param name what: one word, the same in every report
 * @param state whether it is done
 * @param finding what was found; no payload and no password
 * @param how how it is done: a command, or a page of the documentation
 */
public record ReadinessItem(String name, State state, String finding, String how) {
    /** Whether something is done. */
    public enum State {
        /** It was looked at and is as it should be. */
        DONE,
        /** It cannot be looked at from here, or is not needed, and the one who asks has said so. */
        ATTESTED,
        /** It was looked at and is not as it should be. */
        NOT_DONE,
        /** It cannot be known from here, for want of a right, of an option, or of the thing itself. */
        UNKNOWN
    }

    ReadinessItem attested() {
        return new ReadinessItem(name, State.ATTESTED, "as you say; found: " + finding, how);
    }
}
