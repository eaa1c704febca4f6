package io.github.jooqeventstore.operations.wal;

import io.github.jooqeventstore.operations.ExitCode;
import io.github.jooqeventstore.operations.OperationsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A timeline and those it came from.
 *
 * @param number its number
 * @param parents the oldest first
 */
record Timeline(int number, List<Parent> parents) {
    /** A timeline that was left at a place. */
    record Parent(int number, Lsn left) {}

    /** {@return the timeline without parents} */
    static Timeline first(int number) {
        return new Timeline(number, List.of());
    }

    /** {@return the timeline that a {@code .history} file tells of} */
    static Timeline of(Path file) {
        int number = Integer.parseInt(file.getFileName().toString().substring(0, 8), 16);
        List<Parent> parents = new ArrayList<>();
        try {
            for (String line : Files.readAllLines(file)) {
                String[] words = line.strip().split("\\s+", 3);
                if (words.length >= 2 && !words[0].startsWith("#")) {
                    parents.add(new Parent(Integer.parseInt(words[0]), Lsn.of(words[1])));
                }
            }
        } catch (IOException | NumberFormatException e) {
            throw new OperationsException(
                    ExitCode.INTEGRITY, "file " + file + ": expected the history of a timeline, found " + e, e);
        }
        return new Timeline(number, List.copyOf(parents));
    }

    /** {@return whether data of another timeline at a place leads into this one} */
    boolean comesFrom(int other, Lsn at) {
        return number == other
                || parents.stream().anyMatch(parent -> parent.number == other && !parent.left.isBefore(at));
    }

    /** {@return the timeline that wrote what stands at a place: the first one that was not left before it} */
    int at(Lsn place) {
        for (Parent parent : parents) {
            if (place.isBefore(parent.left)) {
                return parent.number;
            }
        }
        return number;
    }

    /** {@return those whose segments may hold this segment, the best first} */
    List<Integer> holders(long segment, int segmentSize) {
        List<Integer> holders = new ArrayList<>();
        int candidate = number;
        long end = Long.MAX_VALUE;
        for (int i = parents.size() - 1; i >= -1; i--) {
            long begin = i < 0 ? 0 : Long.divideUnsigned(parents.get(i).left.value(), segmentSize);
            if (begin <= segment && segment <= end) {
                holders.add(candidate);
            }
            candidate = i < 0 ? candidate : parents.get(i).number;
            end = begin;
        }
        return holders;
    }
}
