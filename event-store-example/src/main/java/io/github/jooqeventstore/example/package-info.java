/**
 * Imports the history of a git repository as events, and asks it questions.
 *
 * <p>Begin at {@link io.github.jooqeventstore.example.ImportGitHistory}. One class a step: {@code GitRepository},
 * {@code History} and {@code CommitReader} read, {@code EventsOfCommit} turns commits into events, {@code Importer}
 * appends them, {@code LiveChurn} keeps a table of churn current meanwhile, {@code Questions} asks, {@code Report} prints.
 */
@NullMarked
package io.github.jooqeventstore.example;

import org.jspecify.annotations.NullMarked;
