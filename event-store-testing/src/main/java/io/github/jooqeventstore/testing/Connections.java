package io.github.jooqeventstore.testing;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** The connections of this process that are open, so that one of them can be cut. */
final class Connections {

    private final Supplier<Address> address;
    private final Set<Connection> open = ConcurrentHashMap.newKeySet();

    Connections(Supplier<Address> address) {
        this.address = address;
    }

    Address address() {
        return address.get();
    }

    Connection open(Address.Role role) throws SQLException {
        Connection connection = address().connect(role);
        open.add(connection);
        return connection;
    }

    void forget(Connection connection) {
        open.remove(connection);
    }

    /** Closes the socket of one of them under its user, without a word to the server. */
    void cutOne(RandomGenerator random) throws SQLException {
        List<Connection> choices = List.copyOf(open);
        if (!choices.isEmpty()) {
            choices.get(random.nextInt(choices.size())).abort(Runnable::run);
        }
    }
}
