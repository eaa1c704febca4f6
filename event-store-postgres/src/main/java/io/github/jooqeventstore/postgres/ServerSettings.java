package io.github.jooqeventstore.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** The settings file of one start, which {@code postgresql.conf} includes. */
final class ServerSettings {
    static final String FILE = "event-store.conf";

    private ServerSettings() {}

    /** {@return our settings, then the caller's over them} */
    static Map<String, String> of(PostgresOptions options, boolean kept) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("listen_addresses", "127.0.0.1");
        settings.put("unix_socket_directories", "");
        if (!kept) {
            // What is thrown away need not outlive the machine; commits stay as synchronous as everywhere.
            settings.put("fsync", "off");
            settings.put("full_page_writes", "off");
        }
        settings.putAll(options.settings());
        return settings;
    }

    static void write(Map<String, String> settings, Path file) throws IOException {
        var text = new StringBuilder();
        settings.forEach((name, value) -> text.append(name)
                .append(" = '")
                .append(value.replace("\\", "\\\\").replace("'", "''"))
                .append("'\n"));
        Files.writeString(file, text);
    }
}
