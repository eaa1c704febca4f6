package io.github.jooqeventstore.operations.readiness;

import io.github.jooqeventstore.EventStoreException;
import io.github.jooqeventstore.migration.SchemaException;
import io.github.jooqeventstore.operations.DatabaseFailures;
import io.github.jooqeventstore.operations.DatabaseTarget;
import io.github.jooqeventstore.operations.ExitCode;
import io.github.jooqeventstore.operations.OperationsDatabase;
import io.github.jooqeventstore.operations.OperationsException;
import io.github.jooqeventstore.operations.readiness.Check.Finding;
import io.github.jooqeventstore.operations.readiness.ReadinessItem.State;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jooq.exception.DataAccessException;

/**
 * Goes through the checklist of a store in production, item by item, against the running system.
 *
 * <p>It changes nothing. What it cannot see it calls unknown, never done.
 */
public final class Readiness {
    private static final List<Check> CHECKS = Stream.of(
                    SchemaItems.ALL, BackupItems.ALL, WatchItems.ALL, AccessItems.ALL, ReplicaItems.ALL)
            .flatMap(List::stream)
            .toList();

    private Readiness() {}

    /**
     * {@return the checklist of the target's store}
     *
     * @throws OperationsException with {@link ExitCode#CANNOT_CONNECT} or {@link ExitCode#LOGIN_REFUSED} where the database does
     *     not answer, with {@link ExitCode#USAGE} where a folder or a file that was named is not there, or an item that was
     *     vouched for can be seen
     */
    public static ReadinessReport of(DatabaseTarget target, Surroundings around) {
        refuseAttested(around.attested());
        try (var database = OperationsDatabase.open(target)) {
            List<ReadinessItem> items = new ArrayList<>();
            for (Check check : CHECKS) {
                ReadinessItem item = check.item(look(check, database, around));
                items.add(
                        item.state() != State.DONE && around.attested().contains(check.name())
                                ? item.attested()
                                : item);
            }
            return new ReadinessReport(target.toString(), target.schema(), Instant.now(), items);
        }
    }

    private static void refuseAttested(Set<String> attested) {
        Set<String> unheard = new HashSet<>(attested);
        List<String> attestable =
                CHECKS.stream().filter(Check::attestable).map(Check::name).toList();
        unheard.removeAll(attestable);
        if (!unheard.isEmpty()) {
            throw new OperationsException(
                    ExitCode.USAGE,
                    "attested: expected of " + String.join(", ", attestable) + ", found " + String.join(", ", unheard)
                            + "; the others are looked at");
        }
    }

    private static Finding look(Check check, OperationsDatabase database, Surroundings around) {
        try {
            return check.look().at(database, around);
        } catch (DataAccessException e) {
            return Finding.unknown("not to be seen: "
                    + DatabaseFailures.of(check.name(), "an answer", e).getMessage());
        } catch (OperationsException e) {
            return switch (e.exitCode()) {
                case USAGE -> throw e;
                case INTEGRITY -> Finding.notDone(String.valueOf(e.getMessage()));
                default -> Finding.unknown("not to be seen: " + e.getMessage());
            };
        } catch (SchemaException.NotAllowed e) {
            return Finding.unknown("the role may not see it");
        } catch (SchemaException | EventStoreException e) {
            return Finding.notDone(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            return Finding.unknown("not to be read: " + e.getMessage());
        }
    }
}
