package io.github.jooqeventstore.operations.doctor;

import io.github.jooqeventstore.EventStoreException;
import io.github.jooqeventstore.migration.SchemaException;
import io.github.jooqeventstore.operations.DatabaseFailures;
import io.github.jooqeventstore.operations.DatabaseTarget;
import io.github.jooqeventstore.operations.OperationsDatabase;
import io.github.jooqeventstore.operations.OperationsException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jooq.exception.DataAccessException;

/**
 * Says what is wrong with a store and its server, the worst first, and what mends it.
 *
 * <p>Reads only. Each check looks by itself: what the role may not see hides nothing else, and is named. No query takes longer
 * than its bound, and none counts events.
 */
public final class Doctor {
    private final DatabaseTarget target;
    private final DoctorLimits limits;

    private Doctor(DatabaseTarget target, DoctorLimits limits) {
        this.target = target;
        this.limits = limits;
    }

    /** {@return one for the store and the server of the target} */
    public static Doctor of(DatabaseTarget target) {
        return new Doctor(target, DoctorLimits.defaults());
    }

    /** {@return the same with other limits} */
    public Doctor limits(DoctorLimits others) {
        return new Doctor(target, others);
    }

    /**
     * {@return what is wrong now}
     *
     * @throws OperationsException when there is no connection, or the login is refused
     */
    public Diagnosis examine() {
        try (var database = OperationsDatabase.open(target)) {
            var examination = new Examination(database, limits);
            Checks.ALL.forEach(check -> look(check, examination));
            List<DoctorFinding> findings = new ArrayList<>(examination.findings());
            findings.sort(Comparator.comparing(DoctorFinding::severity));
            return new Diagnosis(findings, Checks.ALL.stream().map(Check::name).toList(), examination.notSeen());
        }
    }

    private static void look(Check check, Examination examination) {
        try {
            check.look(examination);
        } catch (DataAccessException e) {
            examination.notSeen(
                    check.name(),
                    String.valueOf(
                            DatabaseFailures.of(check.name(), "to see it", e).getMessage()));
        } catch (EventStoreException | SchemaException | OperationsException e) {
            examination.notSeen(check.name(), String.valueOf(e.getMessage()));
        } finally {
            examination.end();
        }
    }
}
