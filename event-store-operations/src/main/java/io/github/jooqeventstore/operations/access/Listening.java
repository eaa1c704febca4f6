package io.github.jooqeventstore.operations.access;

import io.github.jooqeventstore.operations.OperationsDatabase;
import io.github.jooqeventstore.operations.catalog.SystemFunctions;
import java.util.Arrays;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where a server listens, and how this program has reached it.
 *
 * @param addresses its setting {@code listen_addresses}
 * @param ssl whether it offers TLS
 * @param encrypted whether this connection is one by TLS
 * @param sslMode what this program has asked for; null: nothing, so that anybody could have answered
 */
public record Listening(
        String addresses,
        boolean ssl,
        boolean encrypted,
        @Nullable String sslMode) {
    private static final Set<String> THIS_MACHINE = Set.of("", "localhost", "127.0.0.1", "::1");

    /** {@return how it is at present} */
    public static Listening read(OperationsDatabase database) {
        var row = database.dsl()
                .select(SystemFunctions.setting("listen_addresses"), SystemFunctions.setting("ssl"))
                .fetchSingle();
        // A view of the server, of which there is no generated class.
        boolean encrypted = database.dsl()
                .fetchSingle("select ssl from pg_stat_ssl where pid = pg_backend_pid()")
                .get("ssl", Boolean.class);
        return new Listening(
                row.value1(),
                "on".equals(row.value2()),
                encrypted,
                database.target().parameters().get("sslmode"));
    }

    /** {@return whether nobody else's machine can reach it} */
    public boolean onThisMachineAlone() {
        return Arrays.stream(addresses.split(",", -1)).map(String::strip).allMatch(THIS_MACHINE::contains);
    }

    /** {@return whether this connection is encrypted, and the server has proved who it is, name included} */
    public boolean verified() {
        return encrypted && "verify-full".equals(sslMode);
    }
}
