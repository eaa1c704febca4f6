package io.github.jooqeventstore.operations.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.jooqeventstore.operations.DatabaseTarget;
import io.github.jooqeventstore.operations.TestStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The roles of {@code roles grant}: each can do its work by the commands, and nothing else. */
class RolesAtWorkTest {
    private static final String PASSWORD = "not-a-secret-of-anybody";
    private static final int LOGIN_REFUSED = 4;

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    static Path folder;

    private static final TestStore STORE = TestStore.create();
    private static final DatabaseTarget APPLICATION = login("app");
    private static final DatabaseTarget READER = login("reader");
    private static final DatabaseTarget OPERATOR = login("operator");

    private static DatabaseTarget login(String role) {
        String name = "login_" + role + "_" + STORE.target().database();
        STORE.dsl().execute("create role " + name + " login password '" + PASSWORD + "'");
        return DatabaseTarget.of(STORE.url(), name, PASSWORD);
    }

    @BeforeAll
    static void grant() throws IOException {
        Path files = Files.createDirectories(folder.resolve("migrations"));
        Files.writeString(files.resolve("V1__tenant.sql"), "alter table events add column tenant text;\n");
        assertThat(Cli.on(STORE.target(), "migrate", "--location", files.toString())
                        .code())
                .isZero();
        Cli granted = Cli.on(
                STORE.target(),
                "roles",
                "grant",
                "--application",
                APPLICATION.user(),
                "--reader",
                READER.user(),
                "--operator",
                OPERATOR.user());
        assertThat(granted.code()).as(granted.shown()).isZero();
        STORE.append(20);
    }

    private static String[] words(String command) {
        return command.replace("FOLDER", folder.toString()).split(" ");
    }

    @Test
    void theApplicationAppends() {
        TestStore.append(DSL.using(APPLICATION.dataSource(), SQLDialect.POSTGRES), 10);

        assertThat(Cli.on(APPLICATION, "health", "ready").code()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "maintain reindex events_by_type",
                "tune apply --execute --memory 1GB --cpus 2 --disk ssd",
                "migrate info --location FOLDER/migrations",
                "roles grant --application other --reader another"
            })
    void theApplicationIsRefusedWhatIsTheOwners(String command) {
        Cli call = Cli.on(APPLICATION, words(command));

        assertThat(call.code()).as(call.shown()).isEqualTo(LOGIN_REFUSED);
        assertThat(call.shown()).doesNotContain(PASSWORD);
    }

    @ParameterizedTest
    @ValueSource(strings = {"store show", "store verify", "store gaps", "backup events --to FOLDER/of-the-reader"})
    void theReaderLooksAndBacksUp(String command) {
        Cli call = Cli.on(READER, words(command));

        assertThat(call.code()).as(call.shown()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"health ready", "maintain reindex events_by_type", "migrate info --location FOLDER/migrations"})
    void theReaderIsRefusedTheRest(String command) {
        assertThat(Cli.on(READER, words(command)).code()).isEqualTo(LOGIN_REFUSED);
    }

    @Test
    void theReaderGathersTheEvidenceThatItMaySee() {
        Cli call = Cli.on(READER, words("runbook collect --output FOLDER/evidence.zip"));

        assertThat(call.code()).as(call.shown()).isEqualTo(10);
        assertThat(call.out())
                .contains("evidence  ", "missing   migrations.json: ")
                .doesNotContain("activity.json");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "store show",
                "store verify",
                "store gaps",
                "health deep",
                "monitor",
                "pool show",
                "migrate info --location FOLDER/migrations",
                "migrate validate --location FOLDER/migrations",
                "maintain bloat",
                "backup events --to FOLDER/of-the-operator"
            })
    void theOperatorWatchesAndBacksUp(String command) {
        Cli call = Cli.on(OPERATOR, words(command));

        assertThat(call.code()).as(call.shown()).isZero();
        assertThat(call.shown()).doesNotContain("UNKNOWN").doesNotContain("permission denied");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "health ready",
                "maintain reindex events_by_type",
                "tune apply --execute --memory 1GB --cpus 2 --disk ssd",
                "roles grant --application other --reader another"
            })
    void theOperatorIsRefusedWhatWritesOrIsTheOwners(String command) {
        Cli call = Cli.on(OPERATOR, words(command));

        assertThat(call.code()).as(call.shown()).isEqualTo(LOGIN_REFUSED);
    }

    @Test
    void theOwnerIsToldWhatOnlyAnAdministratorMayGrant() {
        TestStore store = TestStore.withoutSchema();
        String name = store.target().database();
        for (String role : List.of("owner", "app", "reader", "operator")) {
            store.dsl().execute("create role " + name + "_" + role + " login password '" + PASSWORD + "'");
        }
        store.dsl().execute("create schema event_store authorization " + name + "_owner");
        DatabaseTarget owner = DatabaseTarget.of(store.url(), name + "_owner", PASSWORD);
        assertThat(Cli.on(owner, "migrate").code()).isZero();

        Cli call = Cli.on(
                owner,
                "roles grant --application %1$s_app --reader %1$s_reader --operator %1$s_operator"
                        .formatted(name)
                        .split(" "));

        assertThat(call.code()).as(call.shown()).isZero();
        assertThat(call.err())
                .contains("have an administrator grant it pg_monitor")
                .hasLineCount(1);
        assertThat(Cli.on(DatabaseTarget.of(store.url(), name + "_operator", PASSWORD), "store", "show")
                        .code())
                .isZero();
    }

    @Test
    void theScriptIsShownAsItRuns() {
        assertThat(Cli.call("roles", "script").out()).contains("grant insert (stream_id, version)", "$$;");
    }
}
