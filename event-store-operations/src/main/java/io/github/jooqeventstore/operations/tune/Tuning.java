package io.github.jooqeventstore.operations.tune;

import io.github.jooqeventstore.operations.OperationsException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The settings for an event store on a machine.
 *
 * @param machine what the server may use
 * @param connections how many connections all programs together may open, 1 or more
 * @param statements whether {@code pg_stat_statements} is to be loaded: a server on which it is not installed would not start
 * @param others values by name that go before those made here, and further settings
 */
public record Tuning(Machine machine, int connections, boolean statements, Map<String, String> others) {
    private static final long MB = 1 << 20;
    private static final long GB = 1 << 30;
    private static final int RESERVED = 10;
    private static final Pattern NAME = Pattern.compile("[a-z_][a-z0-9_.]*");

    /**
     * Checks and copies.
     *
     * @throws IllegalArgumentException for less than one connection, and for what is no name of a setting
     * @throws OperationsException with exit code 5 for a value that endangers durability
     */
    public Tuning {
        others = Map.copyOf(others);
        others.forEach((name, value) -> {
            if (!NAME.matcher(name).matches() || value.chars().anyMatch(Character::isISOControl)) {
                throw new IllegalArgumentException("setting: expected a name and one line of text, found " + name);
            }
            Durability.check(name, value);
        });
        if (connections < 1) {
            throw new IllegalArgumentException("connections: expected 1 or more, found " + connections);
        }
    }

    /** For a machine, with nothing said otherwise. */
    public Tuning(Machine machine, int connections, boolean statements) {
        this(machine, connections, statements, Map.of());
    }

    /** {@return the same with other values by name, and further settings} */
    public Tuning with(Map<String, String> values) {
        return new Tuning(machine, connections, statements, values);
    }

    /** {@return the settings, by area} All are known to PostgreSQL 15 to 18. */
    public List<TunedSetting> settings() {
        List<TunedSetting> all = new ArrayList<>();
        memory(all);
        log(all);
        durability(all);
        disk(all);
        vacuum(all);
        patience(all);
        observation(all);
        List<TunedSetting> made = all.stream()
                .map(setting -> others.containsKey(setting.name())
                        ? new TunedSetting(setting.name(), others.getOrDefault(setting.name(), ""), "As you say.")
                        : setting)
                .toList();
        List<String> names = made.stream().map(TunedSetting::name).toList();
        Stream<TunedSetting> further = new TreeMap<>(others)
                .entrySet().stream()
                        .filter(other -> !names.contains(other.getKey()))
                        .map(other -> new TunedSetting(other.getKey(), other.getValue(), "As you say."));
        return Stream.concat(made.stream(), further).toList();
    }

    private void memory(List<TunedSetting> all) {
        long memory = machine.memory();
        long shared = Math.max(128 * MB, memory / 4);
        add(
                all,
                "max_connections",
                Integer.toString(connections + RESERVED),
                "The connections of all pools, and " + RESERVED + " for whoever looks after the server.");
        add(all, "shared_buffers", size(shared), "A quarter of the memory.");
        add(
                all,
                "effective_cache_size",
                size(memory * 3 / 4),
                "What the system caches, too: it makes the planner trust indexes.");
        add(
                all,
                "work_mem",
                size(within(4 * MB, (memory - shared) / (connections * 3L), 64 * MB)),
                "For each sort or hash: what is left of the memory, shared among three of them in each connection.");
        add(
                all,
                "maintenance_work_mem",
                size(within(64 * MB, memory / 16, 2 * GB)),
                "For building an index and for vacuum: a sixteenth of the memory, 2 GB at most.");
    }

    private void log(List<TunedSetting> all) {
        long log = within(GB, machine.memory() / 4, 16 * GB);
        add(all, "wal_buffers", "16MB", "A segment: more brings nothing.");
        add(
                all,
                "wal_compression",
                "on",
                "Pages that go into the log as a whole after each checkpoint are compressed.");
        add(all, "max_wal_size", size(log), "Checkpoints come by time, not because the log is full.");
        add(all, "min_wal_size", size(Math.min(GB, log)), "Segments are used again rather than made anew.");
        add(
                all,
                "checkpoint_timeout",
                "15min",
                "Fewer checkpoints write fewer whole pages; a crash takes a little longer to mend.");
        add(all, "checkpoint_completion_target", "0.9", "A checkpoint spreads its writes.");
        add(
                all,
                "max_slot_wal_keep_size",
                size(log * 4),
                "A replica that is gone for good must not fill the disk: beyond this its slot is given up, and it is copied anew.");
    }

    private static void durability(List<TunedSetting> all) {
        add(all, "fsync", "on", "Never off: a crash of the machine would destroy the store.");
        add(all, "full_page_writes", "on", "Never off: a page that is half written would stay so.");
        add(all, "synchronous_commit", "on", "Never off: an event that was acknowledged must be there after a crash.");
    }

    private void disk(List<TunedSetting> all) {
        boolean ssd = machine.disk() == Machine.Disk.SSD;
        add(
                all,
                "random_page_cost",
                ssd ? "1.1" : "4",
                ssd
                        ? "No head moves: a random page costs hardly more than the next one."
                        : "A head moves for each random page.");
        add(
                all,
                "effective_io_concurrency",
                ssd ? "200" : "2",
                "How many pages the disk can look for at the same time.");
    }

    private void vacuum(List<TunedSetting> all) {
        add(all, "autovacuum", "on", "Without it statistics age, and transaction ids run out.");
        add(all, "autovacuum_vacuum_scale_factor", "0.1", "For tables whose rows change: projections and your own.");
        add(all, "autovacuum_analyze_scale_factor", "0.05", "Statistics follow growth.");
        add(
                all,
                "autovacuum_vacuum_insert_scale_factor",
                "0.05",
                "Tables that are only appended to are vacuumed by what was inserted; events itself has settings of its own, and is frozen at once.");
        add(
                all,
                "autovacuum_max_workers",
                Integer.toString((int) within(3, machine.cpus() / 2, 8)),
                "One for each two CPUs, 3 to 8.");
        add(
                all,
                "autovacuum_vacuum_cost_limit",
                machine.disk() == Machine.Disk.SSD ? "2000" : "400",
                "What all workers together may read and write before they pause: the default is made for disks of old.");
    }

    private static void patience(List<TunedSetting> all) {
        add(
                all,
                "idle_in_transaction_session_timeout",
                "5min",
                "An open transaction that does nothing keeps vacuum from its work, and every subscription from what comes behind it.");
        add(all, "tcp_keepalives_idle", "60", "A client whose machine is gone is noticed after minutes, not hours.");
    }

    private void observation(List<TunedSetting> all) {
        add(all, "track_io_timing", "on", "Plans and statistics tell how long reading took.");
        add(all, "log_min_duration_statement", "1s", "Statements that take longer are logged, without their values.");
        add(all, "log_parameter_max_length", "0", "Bind values hold payloads, which belong in no log.");
        add(all, "log_checkpoints", "on", "A checkpoint that comes before its time is seen.");
        add(all, "log_connections", "on", "Who came.");
        add(all, "log_disconnections", "on", "Who went, and after how long.");
        add(all, "log_lock_waits", "on", "Who waits for whom for longer than a second.");
        add(all, "log_autovacuum_min_duration", "10s", "A vacuum that takes long is seen.");
        if (statements) {
            add(
                    all,
                    "shared_preload_libraries",
                    "pg_stat_statements",
                    "Which statements cost the most; needs a restart, and create extension pg_stat_statements in the database.");
        }
    }

    private static void add(List<TunedSetting> all, String name, String value, String reason) {
        all.add(new TunedSetting(name, value, reason));
    }

    private static long within(long least, long value, long most) {
        return Math.max(least, Math.min(value, most));
    }

    private static String size(long bytes) {
        return bytes / MB + "MB";
    }
}
