package io.github.jooqeventstore.subscription;

import io.github.jooqeventstore.InvalidInputException;

/** Where a subscription begins that has no checkpoint yet. */
public sealed interface StartAt {

    /** With the first event of the store. */
    record Beginning() implements StartAt {
        @Override
        public String toString() {
            return "beginning";
        }
    }

    /**
     * Behind an event.
     *
     * @param position the position of the event, 0 or more
     */
    record After(long position) implements StartAt {
        /** Refuses a negative position. */
        public After {
            if (position < 0) {
                throw new InvalidInputException("start", "position must not be negative, found " + position);
            }
        }

        @Override
        public String toString() {
            return "after position " + position;
        }
    }

    /** With what is committed from now on; events that were committed lately may come, too. */
    record Now() implements StartAt {
        @Override
        public String toString() {
            return "now";
        }
    }

    /** With the first event of the store. */
    static StartAt beginning() {
        return new Beginning();
    }

    /**
     * Behind the event at that position.
     *
     * @throws InvalidInputException if the position is negative
     */
    static StartAt after(long position) {
        return new After(position);
    }

    /** With what is committed from now on; events that were committed lately may come, too. */
    static StartAt now() {
        return new Now();
    }
}
