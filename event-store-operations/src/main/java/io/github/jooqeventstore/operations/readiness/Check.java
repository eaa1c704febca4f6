package io.github.jooqeventstore.operations.readiness;

import io.github.jooqeventstore.operations.OperationsDatabase;
import java.io.IOException;

/**
 * How one item is looked at.
 *
 * @param name the item
 * @param how how it is done
 * @param attestable whether nobody can see it from here, or it may not be needed, so that the word of whoever asks counts
 * @param look the look
 */
record Check(String name, String how, boolean attestable, Look look) {
    /** Looks. */
    @FunctionalInterface
    interface Look {
        Finding at(OperationsDatabase database, Surroundings around) throws IOException;
    }

    /** What was seen. */
    record Finding(ReadinessItem.State state, String text) {
        static Finding done(String text) {
            return new Finding(ReadinessItem.State.DONE, text);
        }

        static Finding notDone(String text) {
            return new Finding(ReadinessItem.State.NOT_DONE, text);
        }

        static Finding unknown(String text) {
            return new Finding(ReadinessItem.State.UNKNOWN, text);
        }
    }

    ReadinessItem item(Finding finding) {
        return new ReadinessItem(name, finding.state(), finding.text(), how);
    }
}
