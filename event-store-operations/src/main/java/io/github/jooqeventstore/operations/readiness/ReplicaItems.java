package io.github.jooqeventstore.operations.readiness;

import io.github.jooqeventstore.operations.OperationsDatabase;
import io.github.jooqeventstore.operations.catalog.PgStatReplication;
import io.github.jooqeventstore.operations.readiness.Check.Finding;
import io.github.jooqeventstore.operations.wal.ReceiverStatus;
import io.github.jooqeventstore.operations.wal.WalReceiver;
import java.util.List;

/** What is there when the server is not. */
final class ReplicaItems {
    static final List<Check> ALL = List.of(new Check(
            "high-availability",
            "a standby, or --attested high-availability where a restore is fast enough",
            true,
            ReplicaItems::standby));

    private ReplicaItems() {}

    private static Finding standby(OperationsDatabase database, Surroundings around) {
        var replication = new PgStatReplication("r");
        var followers = database.dsl()
                .select(replication.applicationName, replication.syncState)
                .from(replication.table())
                .where(replication.applicationName.ne(WalReceiver.NAME))
                .orderBy(replication.applicationName)
                .fetch();
        if (followers.stream().anyMatch(row -> row.value2() == null)) {
            return Finding.unknown("this role may not see who follows the server; grant it pg_monitor");
        }
        List<String> standbys = followers.map(row -> row.value1() + " (" + row.value2() + ")");
        ReceiverStatus receiver = ReceiverStatus.of(database, Long.MAX_VALUE);
        String log =
                receiver.connected() && receiver.demanded() ? "; commits wait until the log is elsewhere, too" : "";
        return standbys.isEmpty()
                ? Finding.notDone("no standby follows this server" + log)
                : Finding.done("followed by " + String.join(", ", standbys) + log);
    }
}
