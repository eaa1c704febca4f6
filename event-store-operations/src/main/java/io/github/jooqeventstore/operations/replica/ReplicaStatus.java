package io.github.jooqeventstore.operations.replica;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import io.github.jooqeventstore.operations.OperationsDatabase;
import io.github.jooqeventstore.operations.wal.Lsn;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How a server stands in replication: what a primary knows of its standbys, or what a standby knows of itself. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "role")
public sealed interface ReplicaStatus {
    /** {@return which server it is} */
    ServerIdentity server();

    /** {@return how far events can be read there; null where the database holds no store} */
    @Nullable
    ReadableEvents events();

    /** {@return what is wrong, a sentence each; empty when all is well} */
    List<String> findings();

    /**
     * {@return how the server stands}
     *
     * @param database a connection to it, of a user who may see all statistics ({@code pg_monitor})
     * @param tolerance how long a standby may be behind before that is a finding
     */
    static ReplicaStatus of(OperationsDatabase database, Duration tolerance) {
        ServerIdentity server = ServerIdentity.read(database.dsl());
        return server.standby()
                ? new StandbyQuery(database.dsl(), tolerance).read(server, ReadableEvents.read(database))
                : new PrimaryQuery(database.dsl(), tolerance).read(server, ReadableEvents.read(database));
    }

    /**
     * A primary.
     *
     * @param written where its log ends
     * @param synchronousNames which standbys commits wait for, as the setting says; empty: none
     * @param standbys those that are connected
     * @param slots the physical slots, each of which keeps log for a standby
     */
    @JsonTypeName("primary")
    record Primary(
            ServerIdentity server,
            @Nullable ReadableEvents events,
            Lsn written,
            String synchronousNames,
            List<ConnectedStandby> standbys,
            List<StandbySlot> slots,
            List<String> findings)
            implements ReplicaStatus {
        /** Copies. */
        public Primary {
            standbys = List.copyOf(standbys);
            slots = List.copyOf(slots);
            findings = List.copyOf(findings);
        }
    }

    /**
     * A standby.
     *
     * @param received up to where it has the log; null where it has received none since it was started
     * @param replayed up to where it has replayed it
     * @param bytesBehind what is left to replay of the log that the primary has told of
     * @param secondsBehind for how long the oldest of it has waited: 0 where nothing is left; null where nothing is received,
     *     as nobody knows then what there would be
     * @param paused whether replay is paused
     * @param receiver what it hears of the primary; null where it hears nothing
     */
    @JsonTypeName("standby")
    record Standby(
            ServerIdentity server,
            @Nullable ReadableEvents events,
            @Nullable Lsn received,
            @Nullable Lsn replayed,
            long bytesBehind,
            @Nullable Double secondsBehind,
            boolean paused,
            @Nullable Receiver receiver,
            List<String> findings)
            implements ReplicaStatus {
        /** Copies. */
        public Standby {
            findings = List.copyOf(findings);
        }
    }

    /**
     * What a standby hears.
     *
     * @param status {@code streaming} when all is well
     * @param from host and port of the primary; null where the user may not see it
     * @param slot its slot there; null where it has none, or where the user may not see it
     * @param silentSeconds since the last message; null before the first
     */
    record Receiver(
            String status,
            @Nullable String from,
            @Nullable String slot,
            @Nullable Double silentSeconds) {
        /** {@return whether log comes in} */
        public boolean streaming() {
            return status.equals("streaming");
        }
    }
}
