package io.github.jooqeventstore.operations.runbook;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What is to be gathered, and where it goes.
 *
 * @param output the file that is written, a zip archive
 * @param log the server's log, or the folder of its logs; null: where the server, or its data, says it is
 * @param data the server's data; null: where the server says it is, if it answers
 * @param archive the folder of the log's archive; null: it is not looked at
 * @param backups the folder of the backups; null: it is not looked at
 * @param logBytes how much of the end of the server's log is read
 */
public record EvidenceQuestion(
        Path output,
        @Nullable Path log,
        @Nullable Path data,
        @Nullable Path archive,
        @Nullable Path backups,
        int logBytes) {}
