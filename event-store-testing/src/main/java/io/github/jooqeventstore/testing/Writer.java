package io.github.jooqeventstore.testing;

import io.github.jooqeventstore.EventStoreException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import org.jooq.exception.DataAccessException;

/** Writes transactions of all shapes, and begins again with a new connection when one fails. */
final class Writer {

    private static final Duration AFTER_FAILURE = Duration.ofMillis(50);

    private final Connections connections;
    private final RandomGenerator random;
    private final Acknowledged acknowledged;
    private final Tally tally;
    private final List<TransactionShape> shapes;

    Writer(Connections connections, RandomGenerator random, Acknowledged acknowledged, Tally tally, boolean twoPhase) {
        this.connections = connections;
        this.random = random;
        this.acknowledged = acknowledged;
        this.tally = tally;
        this.shapes = shapes(twoPhase);
    }

    /** Each as often as it is to be chosen. */
    private static List<TransactionShape> shapes(boolean twoPhase) {
        List<TransactionShape> shapes = new ArrayList<>(List.of(
                TransactionShape.AUTOCOMMIT,
                TransactionShape.AUTOCOMMIT,
                TransactionShape.AUTOCOMMIT,
                TransactionShape.PLAIN,
                TransactionShape.PLAIN,
                TransactionShape.OTHER_TABLE_FIRST,
                TransactionShape.OTHER_TABLE_FIRST,
                TransactionShape.SAVEPOINTS,
                TransactionShape.ROLLED_BACK));
        if (twoPhase) {
            shapes.add(TransactionShape.TWO_PHASE);
        }
        return shapes;
    }

    static String label(TransactionShape shape) {
        return "transactions " + shape.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    void run(BooleanSupplier going) {
        while (going.getAsBoolean()) {
            try {
                writeOnOneConnection(going);
            } catch (SQLException | DataAccessException | EventStoreException e) {
                tally.add(Failures.label("writer", e));
                Pauses.passing(AFTER_FAILURE, going);
            }
        }
    }

    private void writeOnOneConnection(BooleanSupplier going) throws SQLException {
        Address address = connections.address();
        Connection connection = connections.open(Address.Role.WRITER);
        try (WriterSession session = new WriterSession(address, connection, random, acknowledged)) {
            Appends appends = new Appends(tally);
            while (going.getAsBoolean()) {
                TransactionShape shape = shapes.get(random.nextInt(shapes.size()));
                shape.run(session, appends);
                tally.add(label(shape));
            }
        } finally {
            connections.forget(connection);
        }
    }
}
