package io.github.jooqeventstore.operations.backup;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The backups that this JVM is taking: whoever interrupts it is not left with their remains. */
final class UnfinishedBackups {
    private static final Set<PartialBackup> UNFINISHED = ConcurrentHashMap.newKeySet();

    static {
        Runtime.getRuntime()
                .addShutdownHook(
                        new Thread(() -> UNFINISHED.forEach(PartialBackup::discard), "delete unfinished backups"));
    }

    private UnfinishedBackups() {}

    static void add(PartialBackup backup) {
        UNFINISHED.add(backup);
    }

    static void remove(PartialBackup backup) {
        UNFINISHED.remove(backup);
    }
}
