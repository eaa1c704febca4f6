package io.github.jooqeventstore.testing;

import java.io.IOException;

/** The process that has started this one. */
final class Parent {

    private Parent() {}

    /** Ends this process at once when the other one has ended: its side of the standard input is closed then. */
    static void dieWith() {
        Thread.ofPlatform().daemon().name("parent").start(() -> {
            try {
                while (System.in.read() >= 0) {
                    // Nothing is ever said.
                }
            } catch (IOException e) {
                // Gone, too.
            }
            Runtime.getRuntime().halt(0);
        });
    }
}
