package io.github.jooqeventstore.operations.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.jooqeventstore.operations.Await;
import io.github.jooqeventstore.operations.DatabaseTarget;
import io.github.jooqeventstore.operations.OperationsDatabase;
import io.github.jooqeventstore.operations.TestStore;
import io.github.jooqeventstore.operations.cli.Cli;
import io.github.jooqeventstore.operations.cli.DocumentedCommands;
import io.github.jooqeventstore.operations.process.PasswordFile;
import io.github.jooqeventstore.operations.process.PostgresPrograms;
import io.github.jooqeventstore.operations.process.Program;
import io.github.jooqeventstore.operations.process.ProgramRun;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A connection across a network: encrypted, and to the right server or to none. */
class SecureAccessTest {
    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    static Path folder;

    @SuppressWarnings("NullAway.Init") // set before all tests
    private static TlsServer server;

    @BeforeAll
    static void start() {
        server = TlsServer.in(folder);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static Cli show(DatabaseTarget target, String... options) {
        String[] all =
                Stream.concat(Stream.of("store", "show"), Stream.of(options)).toArray(String[]::new);
        return Cli.on(target, all);
    }

    private static void assertRefused(Cli call, int code, String finding) {
        assertThat(call.code()).as(call.shown()).isEqualTo(code);
        assertThat(call.err()).contains(finding).hasLineCount(1);
        assertThat(call.shown()).doesNotContain(password());
    }

    private static String password() {
        return Objects.requireNonNull(server.target("localhost").password());
    }

    @Nested
    class VerifyFull {
        @Test
        void takesTheServerThatTheAuthorityVouchesFor() {
            Cli call =
                    show(server.target("localhost"), "--sslmode", "verify-full", "--sslrootcert", server.authority());

            assertThat(call.code()).as(call.shown()).isZero();
            try (var database = OperationsDatabase.open(server.verified())) {
                assertThat(Listening.read(database).verified()).isTrue();
            }
        }

        @Test
        void isTakenFromTheUrlToo() {
            DatabaseTarget target = server.target("localhost");
            String url = "jdbc:postgresql://localhost:" + target.port() + "/postgres?sslmode=verify-full&sslrootcert=";

            assertThat(show(target, "--url", url + server.authority()).code()).isZero();
            assertRefused(show(target, "--url", url + server.otherAuthority()), 3, "has not signed");
        }

        @Test
        void refusesAServerOfAnotherName() {
            Cli call =
                    show(server.target("127.0.0.1"), "--sslmode", "verify-full", "--sslrootcert", server.authority());

            assertRefused(call, 3, "expected a connection, found a certificate for another host; name the server as");
            assertThat(show(server.target("127.0.0.1"), "--sslmode", "verify-ca", "--sslrootcert", server.authority())
                            .code())
                    .isZero();
        }

        @Test
        void refusesAServerOfAnotherAuthority() {
            Cli call = show(
                    server.target("localhost"), "--sslmode", "verify-full", "--sslrootcert", server.otherAuthority());

            assertRefused(call, 3, "found a certificate that the authority in sslrootcert has not signed");
        }

        @Test
        void refusesACertificateThatHasExpired() {
            server.certify("late", "-startdate", "-10d", "-validity", "5");
            server.reload();
            try {
                Await.until("the expired certificate", () -> !server.answers("verify-full"));

                assertRefused(
                        show(
                                server.target("localhost"),
                                "--sslmode",
                                "verify-full",
                                "--sslrootcert",
                                server.authority()),
                        3,
                        "found a certificate that has expired");
            } finally {
                server.certify("again");
                server.reload();
                Await.until("a good certificate", () -> server.answers("verify-full"));
            }
        }

        @Test
        void refusesAServerWithoutTls() {
            Cli call =
                    show(TestStore.create().target(), "--sslmode", "verify-full", "--sslrootcert", server.authority());

            assertRefused(call, 3, "found a server that offers no TLS");
        }

        @Test
        void asksForTheCertificateOfTheAuthority() {
            Cli call = show(server.target("localhost"), "--sslmode", "verify-full", "--sslrootcert", "/nowhere.crt");

            assertRefused(call, 2, "file /nowhere.crt: expected the certificate of an authority");
        }
    }

    @Test
    void withoutTlsIsRefusedByAServerThatAsksForIt() {
        assertRefused(show(server.target("localhost"), "--sslmode", "disable"), 4, "no encryption");
    }

    @Test
    void isNotByAModeThatNobodyKnows() {
        assertRefused(show(server.target("localhost"), "--sslmode", "verify-everything"), 2, "expected disable, allow");
    }

    @Test
    void isTheSameForTheProgramsOfPostgresql() {
        assertThat(server.verified().environment(null))
                .containsEntry("PGSSLMODE", "verify-full")
                .containsEntry("PGSSLROOTCERT", server.authority());
    }

    @Test
    @Tag("postgres-programs")
    void isVerifiedByTheProgramsOfPostgresql() {
        assertThat(psql(server.verified()).output()).isEqualTo("t\n");
        assertThat(psql(server.verified().with(Map.of("sslrootcert", server.otherAuthority())))
                        .errors())
                .contains("certificate verify failed");
        DatabaseTarget byAddress =
                server.target("127.0.0.1").with(server.verified().parameters());
        assertThat(psql(byAddress).errors()).contains("does not match host name");
    }

    private static ProgramRun psql(DatabaseTarget target) {
        Path program = PostgresPrograms.of(null, System.getenv("PATH"))
                .client("psql", 15)
                .orElseThrow()
                .path();
        try (PasswordFile password = PasswordFile.of(target)) {
            return Program.at(program)
                    .environment(target.environment(password.path()))
                    .arguments("-w", "-X", "-At", "-c", "select ssl from pg_stat_ssl where pid = pg_backend_pid()")
                    .run();
        }
    }

    @Test
    void isWhatThePageSays() {
        DocumentedCommands.page("security.md")
                .on(server.verified())
                .replacing(
                        "jdbc:postgresql://db.example.com:5432/orders",
                        "jdbc:postgresql://localhost:" + server.verified().port() + "/postgres")
                .replacing("/etc/event-store/authority.crt", server.authority())
                .replacing("/etc/event-store/another-authority.crt", server.otherAuthority())
                .run();
    }

    @Nested
    class RulesOfAccess {
        @Test
        void haveNoFindingWhereAllAskForTlsAndAProof() {
            try (var database = OperationsDatabase.open(server.verified())) {
                assertThat(AccessRules.read(database).findings()).isEmpty();
            }
        }

        @Test
        void areNamedByTheirLineWhereTheyDoNot() {
            server.addRules("""
                    local all all trust
                    host all all 10.0.0.0/8 scram-sha-256
                    hostssl all all 0.0.0.0/0 scram-sha-256
                    hostssl all all 10.1.0.0/16 password
                    hostssl all all 10.2.0.0/16 scram-sha-256
                    host all all all reject
                    """);
            try (var database = OperationsDatabase.open(server.verified())) {
                List<String> findings = AccessRules.read(database).findings();

                assertThat(findings)
                        .satisfiesExactly(
                                trust -> assertThat(trust).startsWith("line 3 trusts whoever comes"),
                                plain -> assertThat(plain).startsWith("line 4 lets others in without TLS"),
                                anywhere -> assertThat(anywhere).startsWith("line 5 lets every address try"),
                                clear -> assertThat(clear).startsWith("line 6 has passwords sent as they are"));
            } finally {
                server.addRules("");
            }
        }

        @Test
        void includeHowPasswordsAreKept() {
            assertThat(new AccessRules(List.of(), "md5").findings())
                    .singleElement()
                    .asString()
                    .startsWith("password_encryption is md5");
        }
    }
}
