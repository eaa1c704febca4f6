package io.github.jooqeventstore.operations.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.jooqeventstore.operations.TestStore;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

/** The commands for indexes. */
class IndexCommandTest {
    private final TestStore store = TestStore.create();

    private Cli index(String... arguments) {
        return Cli.on(store.target(), arguments);
    }

    @Test
    void buildOnOneThingAtATime() {
        assertThat(index("index", "create").code()).isEqualTo(2);
        assertThat(index("index", "create", "--metadata-key", "a", "--payload-field", "/b")
                        .code())
                .isEqualTo(2);
        assertThat(index("index", "create", "--payload-field", "b").code()).isEqualTo(2);
    }

    @Test
    void tellTheSameAsJson() {
        Cli created = index("index", "create", "--metadata-key", "tenant", "--json");
        assertThat(created.code()).as(created.err()).isZero();
        assertThat(created.out())
                .contains("\"name\" : \"events_by_tenant\"")
                .contains("\"built\" : true")
                .contains("\"use\" : \"NOT_WORTH_IT\"");

        Cli advice = index("index", "advise", "--json", "--unused-for", "0s");
        assertThat(advice.code()).as(advice.err()).isEqualTo(1);
        assertThat(advice.out()).contains("\"kind\" : \"UNUSED\"");

        Cli plan = index("index", "drop", "events_by_tenant", "--json");
        assertThat(plan.code()).as(plan.err()).isZero();
        assertThat(plan.out()).contains("\"executed\" : false");
        Cli another = index("index", "drop", "events_by_tenant", "--execute", "--confirm", "events_by_type");
        assertThat(another.code()).isEqualTo(5);
        assertThat(index("index", "drop", "events_by_tenant", "--execute", "--confirm", "events_by_tenant")
                        .code())
                .isZero();
        assertThat(index("index", "drop", "events_by_tenant").code()).isEqualTo(2);
    }

    @Test
    void endWithNineWhereATransactionIsInTheWay() throws SQLException {
        try (Connection open = store.dataSource().getConnection()) {
            open.setAutoCommit(false);
            open.createStatement().execute("lock table event_store.events in row exclusive mode");

            Cli call = index("index", "create", "--metadata-key", "tenant", "--wait", "1s", "--attempts", "1");

            assertThat(call.code()).as(call.shown()).isEqualTo(9);
            assertThat(call.err()).contains("oldest in the way: server process");
            open.rollback();
        }
    }
}
