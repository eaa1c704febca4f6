package io.github.jooqeventstore.example;

import io.github.jooqeventstore.EventType;
import java.time.Instant;

/**
 * An author's commit, as it is stored in the author's stream.
 *
 * @param commit git's name of the commit
 * @param subject the first paragraph of its message, in one line
 * @param merge whether it brings histories together
 * @param files how many events of files it led to
 * @param committedAt when it was committed, by the clock of the committer
 */
@EventType("CommitAuthored")
record CommitAuthored(String commit, String subject, boolean merge, int files, Instant committedAt) {}
