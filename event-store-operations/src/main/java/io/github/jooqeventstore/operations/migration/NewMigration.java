package io.github.jooqeventstore.operations.migration;

import io.github.jooqeventstore.operations.ExitCode;
import io.github.jooqeventstore.operations.OperationsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A migration to be written.
 *
 * @param name what it does, a few words
 * @param concurrently whether it builds an index concurrently, outside a transaction
 * @param undo whether a file to undo it is made beside it
 */
public record NewMigration(String name, boolean concurrently, boolean undo) {
    private static final String IN_TRANSACTION = """
            -- What this changes, and why.
            --
            -- Runs in one transaction. Names without a schema are the store's. One change; no IF NOT EXISTS.
            """;
    private static final String OUTSIDE = """
            -- event-store:transactional=false
            -- What this index is for. One statement: it runs in no transaction, and keeps nobody waiting.
            --
            -- create index concurrently NAME on events (…);
            """;
    private static final String UNDO = """
            -- Undoes V%1$d. It must destroy no event data: columns of events and streams stay.
            """;
    private static final String UNDO_OUTSIDE = """
            -- event-store:transactional=false
            -- Undoes V%1$d.
            --
            -- drop index concurrently NAME;
            """;

    /**
     * Makes the file, with the next number of the folder, and the folder where it is absent.
     *
     * @return the files that were made
     * @throws OperationsException with {@link ExitCode#USAGE} when the name has no letter or digit, or the file cannot be made
     */
    public List<Path> createIn(Path location) {
        String words = name.strip()
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^a-z0-9]+", "_")
                .replaceAll("^_|_$", "");
        if (words.isEmpty()) {
            throw new OperationsException(
                    ExitCode.USAGE, "name of a migration: expected a few words, found no letter or digit");
        }
        int version = OperatorFiles.read(location).nextVersion();
        var made = new ArrayList<Path>();
        made.add(write(location, "V" + version + "__" + words, concurrently ? OUTSIDE : IN_TRANSACTION));
        if (undo) {
            String text = (concurrently ? UNDO_OUTSIDE : UNDO).formatted(version);
            made.add(write(location, "U" + version + "__" + words, text));
        }
        return List.copyOf(made);
    }

    private static Path write(Path location, String file, String text) {
        Path path = location.resolve(file + ".sql");
        try {
            Files.createDirectories(location);
            return Files.writeString(path, text, StandardOpenOption.CREATE_NEW);
        } catch (IOException e) {
            throw new OperationsException(ExitCode.USAGE, "file " + path + ": expected to make it, found " + e, e);
        }
    }
}
