package io.github.jooqeventstore.operations.runbook;

import io.github.jooqeventstore.operations.ExitCode;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was gathered.
 *
 * @param file the path of the archive
 * @param at when it was begun
 * @param database what it is about
 * @param parts all parts, gathered or not
 */
public record EvidenceReport(String file, Instant at, String database, List<Part> parts) {
    /**
     * A part of the archive.
     *
     * @param name its file in the archive
     * @param finding why it could not be gathered; null when it was
     */
    public record Part(String name, @Nullable String finding) {
        /** {@return whether it is in the archive} */
        public boolean gathered() {
            return finding == null;
        }
    }

    /** Copies. */
    public EvidenceReport {
        parts = List.copyOf(parts);
    }

    /** {@return {@link ExitCode#OK} when all parts are there, else {@link ExitCode#PARTIAL}} */
    public ExitCode exitCode() {
        return parts.stream().allMatch(Part::gathered) ? ExitCode.OK : ExitCode.PARTIAL;
    }
}
