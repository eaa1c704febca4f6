package io.github.jooqeventstore;

/**
 * What an import has written.
 *
 * @param streams how many streams
 * @param events how many events
 * @param lastPosition the position of the last event in the order of the whole store; 0 if there were no events
 */
public record ImportResult(long streams, long events, long lastPosition) {}
