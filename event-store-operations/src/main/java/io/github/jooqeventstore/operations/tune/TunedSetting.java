package io.github.jooqeventstore.operations.tune;

/**
 * A setting of the server as it should be.
 *
 * @param name its name
 * @param value its value as {@code postgresql.conf} takes it, without quotes
 * @param reason why, in one sentence
 */
public record TunedSetting(String name, String value, String reason) {}
