package io.github.jooqeventstore.operations.store;

/**
 * A chain of digests over the events, and how far it goes.
 *
 * @param events how many events it covers
 * @param through the position up to which it covers all events
 * @param link the digest that stands for all of it: kept somewhere else, it shows that the file was not written anew
 */
public record ChainState(long events, long through, String link) {}
