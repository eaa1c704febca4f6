package io.github.jooqeventstore.operations.process;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a server of ours is told whatever its data says: to be alone, and to touch nothing that the origin touches. */
final class ClusterSettings {
    private ClusterSettings() {}

    static Map<String, String> of(Path folder, int port) {
        Map<String, String> settings = new LinkedHashMap<>();
        Path data = folder.resolve("data");
        if (!Files.exists(data.resolve("postgresql.conf"))) {
            settings.put("config_file", folder.resolve("postgresql.conf").toString());
        }
        settings.put("data_directory", data.toString());
        settings.put("hba_file", folder.resolve("pg_hba.conf").toString());
        settings.put("external_pid_file", "");
        settings.put("listen_addresses", "127.0.0.1");
        settings.put("port", Integer.toString(port));
        settings.put("unix_socket_directories", "");
        settings.put("ssl", "off");
        settings.put("logging_collector", "off");
        settings.put("log_destination", "stderr");
        settings.put("hot_standby", "on");
        // Its segments must not mix with the origin's, and no commit may wait for the origin's standbys.
        settings.put("archive_mode", "off");
        settings.put("archive_cleanup_command", "");
        settings.put("recovery_end_command", "");
        settings.put("synchronous_standby_names", "");
        settings.put("primary_conninfo", "");
        settings.put("primary_slot_name", "");
        return settings;
    }
}
