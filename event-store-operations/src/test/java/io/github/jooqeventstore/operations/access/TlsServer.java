package io.github.jooqeventstore.operations.access;

import io.github.jooqeventstore.operations.Await;
import io.github.jooqeventstore.operations.DatabaseTarget;
import io.github.jooqeventstore.operations.OperationsDatabase;
import io.github.jooqeventstore.operations.OperationsException;
import io.github.jooqeventstore.operations.OwnServer;
import io.github.jooqeventstore.operations.process.FolderAccount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;

/** A server of a test's own that lets nobody in without TLS, with a certificate for {@code localhost}. */
final class TlsServer implements AutoCloseable {
    private static final String RULES = """
            hostssl all all 127.0.0.1/32 scram-sha-256
            hostssl all all ::1/128 scram-sha-256
            """;

    private final OwnServer server;
    private final Path data;
    private final Certificates certificates;
    private final Path authority;
    private final Path otherAuthority;

    private TlsServer(OwnServer server, Path folder) {
        this.server = server;
        this.data = folder.resolve("server/data");
        this.certificates = new Certificates(folder);
        this.authority = certificates.authority("authority");
        this.otherAuthority = certificates.authority("other");
    }

    static TlsServer in(Path folder) {
        TlsServer made =
                new TlsServer(OwnServer.in(folder.resolve("server"), Map.of("fsync", "off", "ssl", "off")), folder);
        made.certify("server");
        made.rules(RULES);
        made.server.dsl().execute("alter system set ssl = on");
        made.reload();
        Await.until("TLS", () -> made.answers("verify-full"));
        return made;
    }

    /** Gives it a certificate of this alias, valid as told, or for three months. */
    void certify(String alias, String... validity) {
        certificates.server("authority", alias, "localhost", data, validity);
        own("server.key");
        own("server.crt");
    }

    /** Writes its rules of access. */
    void rules(String text) {
        try {
            Files.writeString(data.resolve("pg_hba.conf"), text);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Adds to its rules of access, which it reads when it is told to. */
    void addRules(String text) {
        rules(RULES + text);
    }

    void reload() {
        server.dsl().execute("select pg_reload_conf()");
    }

    /** {@return its store, by a name or an address of this machine} */
    DatabaseTarget target(String host) {
        DatabaseTarget own = server.target();
        return new DatabaseTarget(host, own.port(), own.database(), own.user(), own.password(), own.schema(), Map.of());
    }

    DatabaseTarget verified() {
        return target("localhost").with(Map.of("sslmode", "verify-full", "sslrootcert", authority.toString()));
    }

    String authority() {
        return authority.toString();
    }

    String otherAuthority() {
        return otherAuthority.toString();
    }

    boolean answers(String mode) {
        try (var database = OperationsDatabase.open(verified().with(Map.of("sslmode", mode)))) {
            return database.serverMajorVersion() > 0;
        } catch (OperationsException e) {
            return false;
        }
    }

    private void own(String name) {
        try {
            Files.setPosixFilePermissions(data.resolve(name), PosixFilePermissions.fromString("rw-------"));
            FolderAccount.giveTo(data, data.resolve(name));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        server.close();
    }
}
