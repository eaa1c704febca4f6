package io.github.jooqeventstore.operations.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.jooqeventstore.operations.OperationsDatabase;
import io.github.jooqeventstore.operations.TestStore;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** {@code store verify} with each of its options. */
class StoreVerifyCommandTest {
    private final TestStore store = TestStore.create();

    private Cli verify(String... more) {
        return Cli.on(
                store.target(),
                java.util.stream.Stream.concat(
                                java.util.stream.Stream.of("store", "verify"), java.util.stream.Stream.of(more))
                        .toArray(String[]::new));
    }

    @Test
    void takesAGapThatNothingExplainsForAFindingWhenAsked() {
        store.append(10);
        try (OperationsDatabase database = OperationsDatabase.open(store.target())) {
            database.dsl().execute("select setval('event_store.events_position_seq', 100)");
        }
        store.append(10);

        assertThat(verify().code()).isZero();
        Cli strict = verify("--strict");
        assertThat(strict.code()).isNotZero();
        assertThat(strict.out()).contains("positions 11 through 100");
    }

    @Test
    void comparesTheLastLinkOfAChainWithTheOneThatWasNoted(@TempDir Path folder) {
        store.append(10);
        String file = folder.resolve("orders.chain").toString();
        Cli chain = Cli.on(store.target(), "store", "chain", "--file", file, "--json");
        String link = new JsonMapper().readTree(chain.out()).findValue("link").asString();

        assertThat(verify("--chain", file, "--link", link).code()).isZero();
        Cli other = verify("--chain", file, "--link", link.replace(link.charAt(0), 'x'));
        assertThat(other.code()).isEqualTo(7);
        Cli alone = verify("--link", link);
        assertThat(alone.code()).isEqualTo(2);
        assertThat(alone.err()).contains("expected --chain beside it");
    }
}
