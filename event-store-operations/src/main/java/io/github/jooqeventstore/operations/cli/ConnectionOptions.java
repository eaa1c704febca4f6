package io.github.jooqeventstore.operations.cli;

import io.github.jooqeventstore.migration.SchemaMigrations;
import io.github.jooqeventstore.operations.DatabaseTarget;
import io.github.jooqeventstore.operations.ExitCode;
import io.github.jooqeventstore.operations.OperationsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which database, who logs in, and which schema. A password is never an argument: every user of the machine could read it. */
final class ConnectionOptions {
    private final Environment environment;

    @Option(
            names = "--url",
            paramLabel = "JDBC-URL",
            description = "jdbc:postgresql://host:port/database; else the variable EVENT_STORE_URL.")
    private @Nullable String url;

    @Option(names = "--user", description = "Who logs in; else the URL's own, else the variable EVENT_STORE_USER.")
    private @Nullable String user;

    @Option(
            names = "--password-file",
            paramLabel = "FILE",
            description = "A file whose first line is the password; else the variable EVENT_STORE_PASSWORD.")
    private @Nullable Path passwordFile;

    @Option(
            names = "--schema",
            defaultValue = SchemaMigrations.DEFAULT_SCHEMA,
            description = "The schema of the event store: ${DEFAULT-VALUE} unless named.")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private String schema;

    @Option(
            names = "--sslmode",
            paramLabel = "MODE",
            description = {
                "disable, allow, prefer, require, verify-ca or verify-full; else the URL's own, else the variable",
                "EVENT_STORE_SSLMODE. Across a network take verify-full."
            })
    private @Nullable String sslMode;

    @Option(
            names = "--sslrootcert",
            paramLabel = "FILE",
            description = {
                "The certificate, in PEM, of the authority that has signed the server's; else the URL's own, else the",
                "variable EVENT_STORE_SSLROOTCERT."
            })
    private @Nullable Path sslRootCertificate;

    ConnectionOptions(Environment environment) {
        this.environment = environment;
    }

    /** {@return whether a database is named at all} */
    boolean isGiven() {
        return url != null || environment.get("URL") != null;
    }

    DatabaseTarget target() {
        String where = url == null ? environment.get("URL") : url;
        if (where == null) {
            throw new OperationsException(
                    ExitCode.USAGE, "database: expected --url or the variable EVENT_STORE_URL, found neither");
        }
        DatabaseTarget named = DatabaseTarget.of(where, user == null ? environment.get("USER") : user, password());
        return environment.secured(named).with(tls()).schema(schema);
    }

    private Map<String, String> tls() {
        Map<String, String> parameters = new HashMap<>();
        if (sslMode != null) {
            parameters.put("sslmode", sslMode);
        }
        if (sslRootCertificate != null) {
            if (!Files.isReadable(sslRootCertificate)) {
                throw new OperationsException(
                        ExitCode.USAGE,
                        "file " + sslRootCertificate
                                + ": expected the certificate of an authority, found none to read");
            }
            parameters.put("sslrootcert", sslRootCertificate.toAbsolutePath().toString());
        }
        return parameters;
    }

    private @Nullable String password() {
        if (passwordFile == null) {
            return environment.get("PASSWORD");
        }
        try (var lines = Files.lines(passwordFile)) {
            return lines.findFirst()
                    .orElseThrow(() -> new OperationsException(
                            ExitCode.USAGE, "file " + passwordFile + ": expected a password, found an empty file"));
        } catch (IOException e) {
            throw new OperationsException(
                    ExitCode.USAGE, "file " + passwordFile + ": expected to read a password, found " + e, e);
        }
    }
}
