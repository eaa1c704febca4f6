package io.github.jooqeventstore.operations.tune;

import java.util.stream.Collectors;

/** A file for {@code include} or {@code conf.d}. */
public final class TunedFile {
    private TunedFile() {}

    /** {@return the settings as lines of {@code postgresql.conf}, each below its reason} */
    public static String text(Tuning tuning) {
        Machine machine = tuning.machine();
        String head = """
                # PostgreSQL for an event store: %d MB of memory, %d CPUs, %s, %d connections.
                # Put it beside postgresql.conf, and at the end of that: include = 'event-store-tuning.conf'
                # Data checksums are no setting: PostgreSQL 18 has them unless told otherwise; before, initdb --data-checksums,
                # or pg_checksums --enable while the server is stopped.
                """.formatted(machine.memory() >> 20, machine.cpus(), machine.disk(), tuning.connections());
        return tuning.settings().stream()
                .map(setting -> "\n# " + setting.reason() + "\n" + setting.name() + " = '"
                        + setting.value().replace("\\", "\\\\").replace("'", "''") + "'\n")
                .collect(Collectors.joining("", head, ""));
    }
}
