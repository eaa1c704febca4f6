package io.github.jooqeventstore.operations.restore;

import io.github.jooqeventstore.operations.ExitCode;
import io.github.jooqeventstore.operations.OperationsException;
import io.github.jooqeventstore.operations.backup.Contents;

/** Whether what came out is what went in. */
final class Restored {
    private Restored() {}

    /** Refuses, naming what differs. */
    static void require(String subject, Contents expected, Contents found) {
        if (expected.events() != found.events()
                || expected.streams() != found.streams()
                || expected.headPosition() != found.headPosition()) {
            throw differs(subject, told(expected), told(found));
        }
        if (!expected.eventsFingerprint().equals(found.eventsFingerprint())) {
            throw differs(
                    subject, "events with fingerprint " + expected.eventsFingerprint(), found.eventsFingerprint());
        }
        if (!expected.streamsFingerprint().equals(found.streamsFingerprint())) {
            throw differs(
                    subject, "streams with fingerprint " + expected.streamsFingerprint(), found.streamsFingerprint());
        }
    }

    private static String told(Contents contents) {
        return contents.events() + " events in " + contents.streams() + " streams up to position "
                + contents.headPosition();
    }

    private static OperationsException differs(String subject, String expected, String found) {
        return new OperationsException(
                ExitCode.INTEGRITY, subject + ": expected " + expected + ", found " + found + "; nothing was changed");
    }
}
