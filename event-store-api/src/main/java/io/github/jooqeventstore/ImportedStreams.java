package io.github.jooqeventstore;

import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;

/** The streams of an import, each with the version that it has come to: all that an import keeps in memory to its end. */
final class ImportedStreams {

    /** One stream; created when its row was put into a chunk, and moved on by later chunks. */
    static final class Head {

        private final String name;
        private long version;
        private long written;

        private Head(String name) {
            this.name = name;
        }

        String name() {
            return name;
        }

        long version() {
            return version;
        }

        boolean isNew() {
            return version == 0;
        }

        long next() {
            return ++version;
        }

        /** The version that its row is given. */
        long write() {
            written = version;
            return written;
        }
    }

    private final Map<String, Head> heads = new HashMap<>();

    Head of(StreamId stream) {
        return heads.computeIfAbsent(stream.value(), Head::new);
    }

    long count() {
        return heads.size();
    }

    /** Those whose rows were written before their last event came. */
    Iterator<Head> behind() {
        return heads.values().stream()
                .filter(head -> head.written < head.version)
                .iterator();
    }
}
