package io.github.jooqeventstore.operations.backup;

import java.nio.file.Path;

/** What lies in a {@link Catalog}: a backup, or what is left of one. */
public sealed interface CatalogEntry permits Backup, CatalogEntry.Unfinished, CatalogEntry.Damaged {
    /** {@return its folder} */
    Path folder();

    /**
     * A backup that is being taken, or that was interrupted: it has no final name and is never restored.
     *
     * @param folder what was written so far
     */
    record Unfinished(Path folder) implements CatalogEntry {}

    /**
     * A folder with the name of a backup that is none any more.
     *
     * @param folder where it is
     * @param finding what is wrong, one sentence
     */
    record Damaged(Path folder, String finding) implements CatalogEntry {}
}
