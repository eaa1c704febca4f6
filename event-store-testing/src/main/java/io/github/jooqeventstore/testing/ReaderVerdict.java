package io.github.jooqeventstore.testing;

/**
 * What one reader has done wrong, and how fast it was.
 *
 * @param reader its name
 * @param expected how many of the stored events it had to deliver
 * @param missed how many of these it has not
 * @param duplicated deliveries of an event that it had delivered already
 * @param outOfOrder first deliveries of an event after a later one of the same stream
 * @param wentBack first deliveries of an event after one of a higher position, in a partition where there are some
 * @param notStored deliveries of what is not in the table, or there under another position
 * @param notAsked deliveries of stored events that its filter does not hold for
 * @param latencies from commit to delivery
 */
record ReaderVerdict(
        String reader,
        long expected,
        long missed,
        long duplicated,
        long outOfOrder,
        long wentBack,
        long notStored,
        long notAsked,
        Latencies latencies) {

    boolean kept() {
        return missed + duplicated + outOfOrder + wentBack + notStored + notAsked == 0;
    }
}
