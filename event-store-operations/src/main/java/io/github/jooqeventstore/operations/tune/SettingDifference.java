package io.github.jooqeventstore.operations.tune;

/**
 * A setting of a running server that is not as it should be.
 *
 * @param name its name
 * @param now its value, as the server shows it
 * @param wanted the value that it should have
 * @param context when the server takes a change, as {@code pg_settings} says
 * @param restartNeeded whether only a restart brings the value: from now on, or because it was written and still waits for one
 * @param reason why
 */
public record SettingDifference(
        String name, String now, String wanted, String context, boolean restartNeeded, String reason) {}
