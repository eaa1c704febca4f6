package io.github.jooqeventstore.operations.doctor;

/** How bad something is; the worst first. */
public enum Severity {
    /** Events, or the truth of history, are at stake. */
    DANGER,
    /** Something stands still, or will soon. */
    STANDSTILL,
    /** It works, and need not do so for ever: an opening, a risk, a waste that grows. */
    RISK,
    /** It could be better. */
    ADVICE
}
