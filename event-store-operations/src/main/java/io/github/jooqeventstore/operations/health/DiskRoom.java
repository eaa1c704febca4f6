package io.github.jooqeventstore.operations.health;

import static io.github.jooqeventstore.operations.catalog.SystemFunctions.setting;
import static io.github.jooqeventstore.operations.catalog.SystemFunctions.settingForTransaction;
import static io.github.jooqeventstore.operations.catalog.SystemFunctions.system;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.inline;

import io.github.jooqeventstore.operations.ExitCode;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jooq.DSLContext;
import org.jooq.ResultQuery;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

/**
 * Whether there is room on the server's disk.
 *
 * <p>Nobody but the server can tell, so it is made to write a megabyte: numbers that do not fit into the least memory for
 * work go into a temporary file, which is gone at the end of the statement. That needs no right, no log and no catalog row.
 */
final class DiskRoom {
    static final String NAME = "disk";
    private static final int NUMBERS = 40_000;

    private DiskRoom() {}

    /** In a transaction of the probe's own. */
    static HealthCheck writable(DSLContext dsl) {
        settings(dsl).fetch();
        write(dsl).fetch();
        return HealthCheck.passed(NAME, "a megabyte could be written");
    }

    static ResultQuery<?> settings(DSLContext dsl) {
        return dsl.select(settingForTransaction("work_mem", "64kB"), settingForTransaction("temp_tablespaces", ""));
    }

    static ResultQuery<?> write(DSLContext dsl) {
        return dsl.selectCount().from(DSL.generateSeries(inline(1), inline(NUMBERS)));
    }

    /** The same, and where the disk is one of this machine: whether enough of it is free. */
    static HealthCheck free(DSLContext dsl, double share) {
        HealthCheck written = writable(dsl);
        var row = dsl.select(
                        setting("data_directory"),
                        field(system("inet_server_addr", SQLDataType.CLOB)
                                .isNotDistinctFrom(system("inet_client_addr", SQLDataType.CLOB))))
                .fetchSingle();
        String folder = row.value1();
        if (folder == null || !Boolean.TRUE.equals(row.value2()) || !Files.exists(Path.of(folder))) {
            return HealthCheck.passed(NAME, written.finding() + "; how much is free is not to be seen from here");
        }
        return free(Path.of(folder), share);
    }

    private static HealthCheck free(Path folder, double share) {
        try {
            FileStore disk = Files.getFileStore(folder);
            long free = disk.getUsableSpace() * 100 / Math.max(1, disk.getTotalSpace());
            String found = free + " % of the disk of " + folder + " free";
            return free >= share * 100
                    ? HealthCheck.passed(NAME, found)
                    : HealthCheck.failed(
                            NAME,
                            "expected " + Math.round(share * 100) + " % of the disk free, found " + found
                                    + "; make room before the server stops",
                            ExitCode.NO_SPACE);
        } catch (IOException e) {
            return HealthCheck.unknown(NAME, "the disk of " + folder + " is not to be seen from here");
        }
    }
}
