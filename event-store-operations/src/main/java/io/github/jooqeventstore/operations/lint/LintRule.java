package io.github.jooqeventstore.operations.lint;

import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a file must keep to: why, and what to write instead. */
public enum LintRule {
    /** An index is built or dropped in a way that stops writers. */
    INDEX_CONCURRENTLY(
            "building, dropping or rebuilding an index this way keeps writers, or everybody, waiting until it is done",
            "add CONCURRENTLY, in a file of its own with the line -- event-store:transactional=false"),
    /** A statement that runs in no transaction is not alone, or its file does not say so. */
    OUTSIDE_TRANSACTION(
            "the statement cannot run in a transaction, so nothing undoes the rest of its file when it fails",
            "give it a file of its own with the line -- event-store:transactional=false, and every other file none"),
    /** A column is made NOT NULL by reading the whole table under a lock. */
    NOT_NULL(
            "every row is read while nobody else can read or write, or the statement fails on the first row",
            "in three files: add constraint … check (… is not null) not valid; validate constraint …; alter … set not"
                    + " null"),
    /** A foreign key is checked while both tables are locked. */
    FOREIGN_KEY_NOT_VALID(
            "every row is checked while writers of both tables wait",
            "add the constraint NOT VALID, and validate it in the next file"),
    /** A check is made of every row under a lock. */
    CHECK_NOT_VALID(
            "every row is checked while nobody else can read or write",
            "add the constraint NOT VALID, and validate it in the next file"),
    /** A constraint is validated under the lock that added it. */
    VALIDATE_APART(
            "the lock that adding it took is held until every row is checked",
            "validate the constraint in the next file"),
    /** A unique constraint builds its index under a lock. */
    UNIQUE_USING_INDEX(
            "its index is built while nobody else can read or write",
            "build a unique index concurrently, and add the constraint USING INDEX in the next file"),
    /** A column gets another type. */
    TYPE_CHANGE(
            "the table and its indexes are written anew while nobody can read, and programs that run break",
            "add a column of the new type, and fill it beside the old one"),
    /** Something is renamed that programs know. */
    RENAME(
            "programs that run now know the old name",
            "add the new one beside it, and drop the old one when no program needs it"),
    /** Something is dropped that programs, or people, may need. */
    DROP(
            "what is dropped is gone, and programs that run now may need it",
            "see that no program reads or writes it, then allow it by name"),
    /** The whole table is written anew. */
    TABLE_REWRITE(
            "every row is written anew while nobody else can read or write, and the server cannot be told otherwise",
            "add the column without it or with a constant, set the default afterwards, and fill old rows in parts"),
    /** The time that a statement may wait for a lock is set to more, or to for ever. */
    LOCK_TIMEOUT(
            "everybody who comes later queues behind a statement that waits for a lock",
            "leave it out: migrate sets it to 2 seconds and tries again"),
    /** What is there already is skipped, whatever it is. */
    IF_NOT_EXISTS(
            Severity.WARNING,
            "an object of that name that is another one, or an invalid index, is skipped without a word",
            "leave it out: a migration runs once"),
    /** History would be changed, or written past the store. */
    HISTORY(
            "events and streams are only ever appended to, by the store",
            "append an event that says what changed, or archive the stream"),
    /** A key of events or streams, or the order of positions, would change. */
    IDENTITY(
            "every promise of the store rests on its keys and on the order of its positions",
            "leave them alone; add an index or a column of your own"),
    /** What guards history would be switched off. */
    GUARD(
            "without it history can be changed without anybody's notice",
            "leave it alone, and append an event that says what changed"),
    /** What was acknowledged could be lost. */
    DURABILITY(
            "an event that was acknowledged, and seen, could be gone after a crash",
            "leave synchronous_commit, fsync and full_page_writes as they are"),
    /** A file begins or ends transactions. */
    TRANSACTION_CONTROL(
            "migrate begins and ends the transaction, with the file's line in the history in it",
            "leave it out; what must be committed apart is a file of its own"),
    /** A comment that should say something to this program does not. */
    DIRECTIVE(
            "it says nothing to this program, so what it should allow or change is not so",
            "write -- event-store:allow RULE reason before the statement, or -- event-store:transactional=false"),
    /** A file holds no statement. */
    EMPTY(
            "it would count as applied, and could not be filled in afterwards",
            "write its statement, or remove the file"),
    /** The file cannot be read by a server. */
    READABLE("no server can run it", "close the quote or the comment; leave out what only psql knows");

    /** How bad it is. */
    public enum Severity {
        /** The file is refused. */
        ERROR,
        /** It is told. */
        WARNING
    }

    private final Severity severity;
    private final String why;
    private final String fix;

    LintRule(String why, String fix) {
        this(Severity.ERROR, why, fix);
    }

    LintRule(Severity severity, String why, String fix) {
        this.severity = severity;
        this.why = why;
        this.fix = fix;
    }

    /** {@return the rule of that name, or null} */
    static @Nullable LintRule of(String name) {
        return Arrays.stream(values())
                .filter(rule -> rule.toString().equals(name))
                .findFirst()
                .orElse(null);
    }

    /** {@return how bad it is} */
    public Severity severity() {
        return severity;
    }

    /** {@return what happens otherwise} */
    public String why() {
        return why;
    }

    /** {@return what to write instead} */
    public String fix() {
        return fix;
    }

    /** {@return whether it is about history and its safety: what an undo file is never allowed} */
    public boolean protectsHistory() {
        return switch (this) {
            case HISTORY, IDENTITY, GUARD, DURABILITY -> true;
            default -> false;
        };
    }

    /** {@return its name as it is allowed by, such as {@code index-concurrently}} */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
