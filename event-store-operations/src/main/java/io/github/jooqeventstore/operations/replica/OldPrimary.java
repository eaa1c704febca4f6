package io.github.jooqeventstore.operations.replica;

import io.github.jooqeventstore.operations.DatabaseTarget;
import io.github.jooqeventstore.operations.ExitCode;
import io.github.jooqeventstore.operations.OperationsDatabase;
import io.github.jooqeventstore.operations.OperationsException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Map;
import org.jooq.exception.DataAccessException;
import org.jspecify.annotations.Nullable;

/**
 * What is found where the primary was.
 *
 * @param address its host and port
 * @param answers whether anything takes connections there, be it a server that hangs: it may come back
 * @param server which server it is; null where it does not say so
 * @param finding what was found, a few words
 */
public record OldPrimary(
        String address, boolean answers, @Nullable ServerIdentity server, String finding) {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /**
     * {@return what is found}
     *
     * @param target any database of it
     * @throws OperationsException with {@link ExitCode#USAGE} when nobody knows the name of its host: that proves nothing
     */
    public static OldPrimary look(DatabaseTarget target) {
        String address = target.host() + ":" + target.port();
        var place = new InetSocketAddress(target.host(), target.port());
        if (place.isUnresolved()) {
            throw new OperationsException(
                    ExitCode.USAGE,
                    "old primary at " + address + ": expected the name of a host, found one that nobody knows");
        }
        try (Socket socket = new Socket()) {
            socket.connect(place, (int) PATIENCE.toMillis());
        } catch (IOException e) {
            return new OldPrimary(address, false, null, "no connection: " + e.getMessage());
        }
        try (var database = OperationsDatabase.open(bounded(target))) {
            ServerIdentity server = ServerIdentity.read(database.dsl());
            return new OldPrimary(
                    address,
                    true,
                    server,
                    (server.standby() ? "a standby" : "a primary that takes appends") + " on timeline "
                            + server.timeline());
        } catch (OperationsException | DataAccessException e) {
            // It was there, whatever it says: starting, full, with another password, or silent.
            return new OldPrimary(address, true, null, "a port that takes connections: " + e.getMessage());
        }
    }

    // A server that was stopped in its tracks takes the connection and never answers.
    private static DatabaseTarget bounded(DatabaseTarget target) {
        String seconds = Long.toString(PATIENCE.toSeconds());
        return target.with(Map.of("connectTimeout", seconds, "socketTimeout", seconds));
    }

    /** {@return whether this is a second primary of the cluster: both take appends, and each loses those of the other} */
    public boolean rivals(ServerIdentity primary) {
        return server != null && !server.standby() && !primary.standby() && server.sameCluster(primary);
    }
}
