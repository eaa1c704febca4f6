package io.github.jooqeventstore.operations.tune;

import static io.github.jooqeventstore.operations.catalog.SystemFunctions.system;
import static org.jooq.impl.DSL.inline;

import io.github.jooqeventstore.operations.OperationsDatabase;
import io.github.jooqeventstore.operations.catalog.PgSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.jspecify.annotations.Nullable;

/** The settings of a running server beside those that it should have. */
public final class RunningSettings {
    private static final String LIBRARIES = "shared_preload_libraries";
    private static final String POSTMASTER = "postmaster";

    private record Row(String setting, @Nullable String unit, String context, boolean pendingRestart, String shown) {}

    private final DSLContext dsl;

    /** Of the server that the database is on. */
    public RunningSettings(OperationsDatabase database) {
        this.dsl = database.dsl();
    }

    /** {@return what differs, in the order of the tuning} Settings that this server does not know are left out. */
    public List<SettingDifference> differences(List<TunedSetting> wanted) {
        Map<String, Row> rows = rows(wanted.stream().map(TunedSetting::name).toList());
        List<SettingDifference> differences = new ArrayList<>();
        for (TunedSetting setting : wanted) {
            Row now = rows.get(setting.name());
            if (now != null && !isAsWanted(setting, now)) {
                differences.add(new SettingDifference(
                        setting.name(),
                        now.shown(),
                        setting.name().equals(LIBRARIES) ? merged(now.setting(), setting.value()) : setting.value(),
                        now.context(),
                        now.pendingRestart() || now.context().equals(POSTMASTER),
                        setting.reason()));
            }
        }
        return List.copyOf(differences);
    }

    private Map<String, Row> rows(List<String> names) {
        var settings = new PgSettings("s");
        return dsl.select(
                        settings.name,
                        settings.setting,
                        settings.unit,
                        settings.context,
                        settings.pendingRestart,
                        system("current_setting", SQLDataType.CLOB, settings.name, inline(true)))
                .from(settings.table())
                .where(settings.name.in(names))
                .fetchMap(
                        settings.name,
                        row -> new Row(row.value2(), row.value3(), row.value4(), row.value5(), row.value6()));
    }

    private static boolean isAsWanted(TunedSetting setting, Row now) {
        return switch (setting.name()) {
            // More is no fault, and taking some away could lock somebody out.
            case "max_connections" -> Integer.parseInt(now.setting()) >= Integer.parseInt(setting.value());
            // Waiting for replicas, too, is more than on.
            case "synchronous_commit" -> !now.setting().equals("off");
            // Any method of compression compresses.
            case "wal_compression" -> !now.setting().equals("off");
            case LIBRARIES -> SettingValue.elements(now.setting()).containsAll(SettingValue.elements(setting.value()));
            default -> SettingValue.same(now.setting(), setting.value(), now.unit());
        };
    }

    private static String merged(String now, String wanted) {
        List<String> all = new ArrayList<>(SettingValue.elements(now));
        SettingValue.elements(wanted).stream()
                .filter(name -> !all.contains(name))
                .forEach(all::add);
        return String.join(", ", all);
    }

    /**
     * Writes settings into the server's {@code postgresql.auto.conf} and makes it read them.
     *
     * @param differences what to write; those that need a restart wait for it
     * @throws io.github.jooqeventstore.operations.OperationsException with exit code 5 for a value that endangers durability; then
     *     nothing was written
     * @throws org.jooq.exception.DataAccessException when the role may not, or the server does not take a value
     */
    public void apply(List<SettingDifference> differences) {
        differences.forEach(difference -> Durability.check(difference.name(), difference.wanted()));
        for (SettingDifference difference : differences) {
            List<String> values = difference.name().equals(LIBRARIES)
                    ? SettingValue.elements(difference.wanted())
                    : List.of(difference.wanted());
            // Plain SQL: jOOQ has no alter system. Names and values are quoted by it.
            dsl.execute(
                    "alter system set {0} = {1}",
                    DSL.name(difference.name()),
                    DSL.list(values.stream().map(DSL::inline).toList()));
        }
        dsl.select(system("pg_reload_conf", SQLDataType.BOOLEAN)).fetch();
    }
}
