package io.github.jooqeventstore.operations.runbook;

import io.github.jooqeventstore.EventStoreException;
import io.github.jooqeventstore.migration.SchemaException;
import io.github.jooqeventstore.operations.DatabaseFailures;
import io.github.jooqeventstore.operations.OperationsException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.sql.SQLException;
import org.jooq.exception.DataAccessException;

/** Why a part could not be gathered, in one sentence that quotes no data. */
final class Failures {
    private Failures() {}

    static String told(String subject, Exception failure) {
        return switch (failure) {
            case OperationsException e -> String.valueOf(e.getMessage());
            case SchemaException e -> String.valueOf(e.getMessage());
            case EventStoreException e -> String.valueOf(e.getMessage());
            case DataAccessException e -> database(subject, e);
            case SQLException e -> database(subject, e);
            case NoSuchFileException e -> "file " + e.getFile() + ": expected it, found none";
            case AccessDeniedException e -> "file " + e.getFile() + ": expected to read it, found no right to do so";
            case IOException e -> subject + ": expected to read it, found " + e.getMessage();
            default -> subject + ": expected it, found " + failure.getClass().getSimpleName();
        };
    }

    private static String database(String subject, Exception failure) {
        return String.valueOf(DatabaseFailures.of(subject, "an answer", failure).getMessage());
    }
}
