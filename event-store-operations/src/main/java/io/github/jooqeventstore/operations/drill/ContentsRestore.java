package io.github.jooqeventstore.operations.drill;

import io.github.jooqeventstore.operations.DatabaseTarget;
import io.github.jooqeventstore.operations.backup.Backup;
import io.github.jooqeventstore.operations.backup.BackupKind;
import io.github.jooqeventstore.operations.backup.Catalog;
import io.github.jooqeventstore.operations.restore.AfterRestore;
import io.github.jooqeventstore.operations.restore.DatabaseRestore;
import io.github.jooqeventstore.operations.restore.EventsRestore;

/** Brings the contents of a backup into a database of a new server. */
final class ContentsRestore {
    private static final int JOBS = 2;

    private ContentsRestore() {}

    static void run(DrillScene scene, DatabaseTarget into, Catalog catalog, Backup backup) {
        if (backup.manifest().kind() == BackupKind.FULL) {
            var options = new DatabaseRestore.Options(
                    into.database(), false, true, AfterRestore.DEFAULT_GAP, JOBS, scene.programs());
            DatabaseRestore.execute(into.database(DrillScene.MAINTENANCE), backup, options, scene.progress());
        } else {
            DrillScene.createDatabase(into);
            var options = new EventsRestore.Options(false, true, AfterRestore.DEFAULT_GAP);
            EventsRestore.execute(into, catalog, backup, options, scene.progress());
        }
    }
}
