/**
 * Subscriptions: every event handed to a handler, in order, none missed, with a checkpoint that survives the program.
 *
 * <p>Begin at {@link io.github.jooqeventstore.subscription.Subscriptions}: it starts
 * {@link io.github.jooqeventstore.subscription.Subscription}s that run as a
 * {@link io.github.jooqeventstore.subscription.SubscriptionDefinition} says.
 */
@NullMarked
package io.github.jooqeventstore.subscription;

import org.jspecify.annotations.NullMarked;
