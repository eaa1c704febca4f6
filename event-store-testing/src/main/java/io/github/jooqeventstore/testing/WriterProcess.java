package io.github.jooqeventstore.testing;

import java.util.SplittableRandom;

/** Writers in a process of their own, to be killed. */
final class WriterProcess {

    private WriterProcess() {}

    /** Starts so many writers: their number, the seed, whether transactions can be prepared. */
    public static void main(String[] arguments) {
        Parent.dieWith();
        Address address = Address.of(System.getenv());
        int writers = Integer.parseInt(arguments[0]);
        // Another process writes other things than the last one.
        SplittableRandom seeds = new SplittableRandom(
                Long.parseLong(arguments[1]) + ProcessHandle.current().pid());
        boolean twoPhase = Boolean.parseBoolean(arguments[2]);
        try (Crew crew = new Crew("writers")) {
            for (int i = 0; i < writers; i++) {
                Writer writer = new Writer(
                        new Connections(() -> address), seeds.split(), new Acknowledged(), new Tally(), twoPhase);
                crew.start(writer::run);
            }
            crew.join();
        }
    }
}
