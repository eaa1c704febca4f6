package io.github.jooqeventstore;

import java.security.SecureRandom;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Event ids of UUID version 7 (RFC 9562, section 6.2, method 1): 48 bits of milliseconds, then a counter of 12 bits that
 * keeps the ids of one program rising, then 62 random bits.
 */
final class EventIds {

    private static final SecureRandom RANDOM = new SecureRandom();

    /** Milliseconds and counter of the last id: one number that only ever rises, also when the clock is set back. */
    private static final AtomicLong LAST = new AtomicLong();

    private EventIds() {}

    static UUID next() {
        long now = System.currentTimeMillis() << 12;
        long tick = LAST.updateAndGet(last -> Math.max(now, last + 1));
        long high = (tick >>> 12 << 16) | 0x7000L | (tick & 0xFFFL);
        long low = (RANDOM.nextLong() >>> 2) | 0x8000000000000000L;
        return new UUID(high, low);
    }
}
