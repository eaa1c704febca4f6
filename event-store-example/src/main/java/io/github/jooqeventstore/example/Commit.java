package io.github.jooqeventstore.example;

import java.time.Instant;
import java.util.List;

/**
 * A commit as it is imported.
 *
 * @param id git's name of it
 * @param author who wrote it
 * @param time when it was committed, by the clock of the committer, which may be wrong
 * @param subject the first paragraph of its message, in one line
 * @param mainLine whether it is on the line of first parents that leads to HEAD
 * @param merge whether it has several parents
 * @param changes what it did to files
 */
record Commit(
        String id, Author author, Instant time, String subject, boolean mainLine, boolean merge, List<Change> changes) {

    /**
     * Who wrote a commit.
     *
     * @param id the e-mail address, or what stands for it
     */
    record Author(String id, String name) {}
}
