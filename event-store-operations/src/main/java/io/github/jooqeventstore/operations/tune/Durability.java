package io.github.jooqeventstore.operations.tune;

import io.github.jooqeventstore.operations.ExitCode;
import io.github.jooqeventstore.operations.OperationsException;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** What no event store may be told: an event that was acknowledged would be gone after a crash, or damage would go unseen. */
public final class Durability {
    private static final Set<String> NO = Set.of("off", "false", "no", "0", "f", "n");
    private static final Set<String> YES = Set.of("on", "true", "yes", "1", "t", "y");
    private static final Map<String, Set<String>> REFUSED = Map.of(
            "fsync", NO,
            "full_page_writes", NO,
            "synchronous_commit", NO,
            "autovacuum", NO,
            "zero_damaged_pages", YES,
            "ignore_checksum_failure", YES,
            "ignore_invalid_pages", YES);

    private Durability() {}

    /** {@return the names of the settings by which it can be endangered} */
    public static Set<String> settings() {
        return REFUSED.keySet();
    }

    /** {@return whether a value of a setting endangers it} */
    public static boolean isEndangeredBy(String name, String value) {
        return REFUSED.getOrDefault(name.toLowerCase(Locale.ROOT), Set.of())
                .contains(value.strip().toLowerCase(Locale.ROOT));
    }

    /**
     * Refuses.
     *
     * @throws OperationsException with {@link ExitCode#REFUSED}
     */
    static void check(String name, String value) {
        String setting = name.toLowerCase(Locale.ROOT);
        String told = value.strip().toLowerCase(Locale.ROOT);
        if (isEndangeredBy(setting, told)) {
            throw new OperationsException(
                    ExitCode.REFUSED,
                    "setting " + setting + ": expected a value that keeps acknowledged events safe, found " + told
                            + "; nothing was done");
        }
    }
}
