package io.github.jooqeventstore.operations.restore;

import io.github.jooqeventstore.operations.ExitCode;
import io.github.jooqeventstore.operations.OperationsException;
import io.github.jooqeventstore.operations.wal.Lsn;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;

/** How far a recovery goes. Its text is what the command line takes: {@code position=1010018}. */
public sealed interface RecoveryTarget {
    /** All transactions that were committed at this time or before. */
    record Time(Instant time) implements RecoveryTarget {
        @Override
        public String toString() {
            return "time=" + time;
        }
    }

    /** All records of the log that end at this place or before. */
    record Place(Lsn lsn) implements RecoveryTarget {
        @Override
        public String toString() {
            return "lsn=" + lsn;
        }
    }

    /** Up to and with the commit of this transaction, or of the one that this savepoint belongs to: the lower 32 bits. */
    record Transaction(long number) implements RecoveryTarget {
        @Override
        public String toString() {
            return "xid=" + number;
        }
    }

    /** Up to the restore point of this name, the first one if there are several. */
    record Named(String name) implements RecoveryTarget {
        @Override
        public String toString() {
            return "name=" + name;
        }
    }

    /** Up to and with the commit of the transaction that wrote the event at this position. */
    record Position(long position) implements RecoveryTarget {
        @Override
        public String toString() {
            return "position=" + position;
        }
    }

    /** All that is in the archive. */
    record Latest() implements RecoveryTarget {
        @Override
        public String toString() {
            return "latest";
        }
    }

    /**
     * {@return the target that the text names}
     *
     * @param text {@code latest}, or one of {@code time}, {@code lsn}, {@code xid}, {@code name} and {@code position} with its
     *     value behind {@code =}; a time has an offset: {@code time=2026-11-23T03:26:42+00:00}
     * @throws OperationsException with {@link ExitCode#USAGE} when it names none
     */
    static RecoveryTarget of(String text) {
        if (text.equals("latest")) {
            return new Latest();
        }
        int equals = text.indexOf('=');
        String value = text.substring(equals + 1);
        try {
            return switch (text.substring(0, Math.max(equals, 0))) {
                case "time" -> new Time(OffsetDateTime.parse(value).toInstant());
                case "lsn" -> new Place(Lsn.of(value));
                case "xid" -> new Transaction(Long.parseLong(value) & 0xFFFFFFFFL);
                case "name" -> new Named(value);
                case "position" -> new Position(Long.parseLong(value));
                default -> throw usage("time=, lsn=, xid=, name= or position= with a value, or latest, found " + text);
            };
        } catch (DateTimeException e) {
            throw usage("a time with its offset such as 2026-11-23T03:26:42+00:00, found " + value);
        } catch (NumberFormatException e) {
            throw usage("a number, found " + value);
        }
    }

    private static OperationsException usage(String rest) {
        return new OperationsException(ExitCode.USAGE, "target of the recovery: expected " + rest);
    }
}
