package io.github.jooqeventstore.operations.catalog;

import static org.jooq.impl.DSL.inline;

import org.jooq.DataType;
import org.jooq.Field;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

/** Functions of {@code pg_catalog}. */
public final class SystemFunctions {
    private SystemFunctions() {}

    /** {@return a call of the function of that name} */
    public static <T> Field<T> system(String name, DataType<T> type, Field<?>... arguments) {
        return DSL.function(DSL.name("pg_catalog", name), type, arguments);
    }

    /** {@return the value of a setting as the session has it; null where the server does not know it} */
    public static Field<String> setting(String name) {
        return system("current_setting", SQLDataType.CLOB, inline(name), inline(true));
    }

    /** {@return a call that sets a setting until the transaction ends} */
    public static Field<String> settingForTransaction(String name, String value) {
        return system("set_config", SQLDataType.CLOB, inline(name), DSL.val(value), inline(true));
    }

    /** {@return a call that sets a setting until the session ends} */
    public static Field<String> settingForSession(String name, String value) {
        return system("set_config", SQLDataType.CLOB, inline(name), DSL.val(value), inline(false));
    }

    /** {@return whether the server replays another one's log, or its own} */
    public static Field<Boolean> inRecovery() {
        return system("pg_is_in_recovery", SQLDataType.BOOLEAN);
    }
}
