package io.github.jooqeventstore.operations.lint;

import static io.github.jooqeventstore.operations.lint.LintRule.DURABILITY;
import static io.github.jooqeventstore.operations.lint.LintRule.GUARD;
import static io.github.jooqeventstore.operations.lint.LintRule.LOCK_TIMEOUT;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Settings of the server, of a role or of the session. */
final class SettingRules {
    private static final Set<String> DURABLE = Set.of("synchronous_commit", "fsync", "full_page_writes");
    private static final Set<String> OFF = Set.of("off", "false", "no", "0", "f", "n");
    private static final Pattern TIME = Pattern.compile("(\\d+)\\s*(ms|s|min|h|d)?");
    private static final long LONGEST_WAIT_MILLIS = 2_000;

    private SettingRules() {}

    static void check(List<Token> tokens, Findings findings) {
        for (int i = 0; i < tokens.size(); i++) {
            String name = tokens.get(i).value().toLowerCase(Locale.ROOT);
            String value = value(tokens, i);
            if (DURABLE.contains(name) && OFF.contains(value)) {
                findings.add(DURABILITY, name + " off");
            } else if (name.equals("session_replication_role") && !value.equals("origin")) {
                findings.add(GUARD, "session_replication_role " + value + ", which switches triggers off");
            } else if (name.equals("lock_timeout") && !isShort(value)) {
                findings.add(LOCK_TIMEOUT, "lock_timeout " + value);
            }
        }
        if (Words.has(tokens, "reset", "all") || Words.has(tokens, "discard", "all")) {
            findings.add(LOCK_TIMEOUT, "a reset of all settings");
        }
    }

    // name = value, name to value, set_config('name', 'value', …); a number and its unit are two tokens without quotes.
    private static String value(List<Token> tokens, int name) {
        int at = name + 1;
        while (at < tokens.size()
                && (tokens.get(at).is("=")
                        || tokens.get(at).is("to")
                        || tokens.get(at).is(","))) {
            at++;
        }
        return at >= tokens.size()
                ? ""
                : tokens.get(at).value().toLowerCase(Locale.ROOT).strip();
    }

    private static boolean isShort(String value) {
        Matcher time = TIME.matcher(value);
        if (!time.matches()) {
            return false;
        }
        long millis = Long.parseLong(time.group(1))
                * (time.group(2) == null
                        ? 1
                        : switch (time.group(2)) {
                            case "s" -> 1_000;
                            case "min" -> 60_000;
                            case "h" -> 3_600_000;
                            case "d" -> 86_400_000;
                            default -> 1;
                        });
        return millis > 0 && millis <= LONGEST_WAIT_MILLIS;
    }
}
