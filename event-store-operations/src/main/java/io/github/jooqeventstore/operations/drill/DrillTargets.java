package io.github.jooqeventstore.operations.drill;

import java.time.Duration;

/**
 * What may be lost, and how long it may take.
 *
 * @param recoveryTime from the failure to the first new event: the RTO
 * @param recoveryPoint the time whose events may be lost: the RPO; zero: not one event
 */
public record DrillTargets(Duration recoveryTime, Duration recoveryPoint) {}
