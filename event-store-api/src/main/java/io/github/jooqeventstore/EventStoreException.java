package io.github.jooqeventstore;

import org.jspecify.annotations.Nullable;

/**
 * What the event store refuses, or cannot know.
 *
 * <p>The message names the subject, the expectation and the finding, and never holds a payload.
 */
public abstract sealed class EventStoreException extends RuntimeException
        permits AppendNotVisibleException,
                AppendOutcomeUnknownException,
                AppendWithdrawnException,
                CheckpointLostException,
                EventIdAlreadyUsedException,
                EventSerializationException,
                GlobalOrderException,
                ImportOutcomeUnknownException,
                IncompatibleSchemaException,
                InvalidInputException,
                NewerSchemaVersionException,
                NotDurableException,
                ProjectionBehindException,
                ProjectionVersionException,
                ReadOnlyDatabaseException,
                RebuildRefusedException,
                SnapshotBeyondHeadException,
                StreamArchivedException,
                TransactionConflictException,
                UnknownEventTypeException,
                WrongExpectedVersionException {

    EventStoreException(String message) {
        super(message);
    }

    EventStoreException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
