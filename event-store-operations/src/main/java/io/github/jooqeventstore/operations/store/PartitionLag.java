package io.github.jooqeventstore.operations.store;

import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * How far a partition of a subscription has come.
 *
 * @param subscription its name; of a projection {@code name@version}
 * @param partition the number of the partition, from 0 on
 * @param standing what that means
 * @param position its checkpoint
 * @param positions how many positions there are between it and the head: so many events at most
 * @param seconds how long the first event behind it has been there; 0 where there is none
 * @param owner the program that works on it; null while nobody does
 * @param lastError the class of what its handler threw, or an error of the library; null where it went on
 */
public record PartitionLag(
        String subscription,
        int partition,
        Standing standing,
        long position,
        long positions,
        double seconds,
        @Nullable String owner,
        @Nullable String lastError) {
    /** The worst first: what stands still before what is slow, and what has waited long before what has not. */
    static final Comparator<PartitionLag> WORST_FIRST = Comparator.comparing(PartitionLag::standing)
            .thenComparing(Comparator.comparingDouble(PartitionLag::seconds).reversed())
            .thenComparing(Comparator.comparingLong(PartitionLag::positions).reversed())
            .thenComparing(PartitionLag::subscription)
            .thenComparingInt(PartitionLag::partition);

    /** What a checkpoint's place means, the worst first. */
    public enum Standing {
        /** Its checkpoint lies beyond the head: events were lost, or a restore was not told to it. */
        AHEAD_OF_HEAD,
        /** Its checkpoint was written before a restore: it stops when it is started, until somebody says where to go on. */
        OF_ANOTHER_EPOCH,
        /** An error has stopped it. */
        STOPPED,
        /** There are events for it, and no program works on it. */
        UNATTENDED,
        /** A program works on it and has events to hand over. */
        BEHIND,
        /** It has seen all that is final; an open transaction holds back the rest. */
        HELD_BACK,
        /** It has seen all there is. */
        CAUGHT_UP,
        /** A version of a projection that is neither shown nor being built: nobody is meant to work on it. */
        RETIRED;

        /** {@return whether it does not go on by itself} */
        public boolean isStalled() {
            return compareTo(UNATTENDED) <= 0;
        }
    }
}
