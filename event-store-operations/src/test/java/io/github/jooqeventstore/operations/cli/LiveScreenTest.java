package io.github.jooqeventstore.operations.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.jooqeventstore.operations.Await;
import io.github.jooqeventstore.operations.TestStore;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** {@code monitor --every}. */
class LiveScreenTest {
    private static final JsonMapper JSON = new JsonMapper();

    private final TestStore store = TestStore.create();

    @Nested
    class OnATerminal {
        private final StringWriter shown = new StringWriter();

        @Test
        void isWrittenInPlaceAndLeavesTheTerminalAsItWas() {
            try (LiveScreen screen = LiveScreen.open(new PrintWriter(shown), true)) {
                screen.show("one" + System.lineSeparator() + "two");
            }

            assertThat(shown.toString())
                    .isEqualTo("\u001b[?1049h\u001b[?25l\u001b[2J"
                            + "\u001b[Hone\u001b[K\ntwo\u001b[K\u001b[J"
                            + "\u001b[?25h\u001b[?1049l");
        }
    }

    @Nested
    class Elsewhere {
        @Test
        void isPlainLinesForSoManyTimes() {
            store.append(20);

            Cli call = Cli.on(store.target(), "monitor", "--every", "1", "--count", "2");

            assertThat(call.code()).as(call.err()).isZero();
            assertThat(call.out()).doesNotContain("\u001b");
            assertThat(call.out().lines().filter(line -> line.startsWith("store         head 20 (")))
                    .hasSize(2)
                    .first()
                    .asString()
                    .contains("(?/s)");
            assertThat(call.out()
                            .lines()
                            .filter(line -> line.startsWith("store "))
                            .skip(1))
                    .first()
                    .asString()
                    .contains("(0.0/s), final 20, epoch 1");
        }

        @Test
        void isJsonInOneLineEach() {
            Cli call = Cli.on(store.target(), "monitor", "--json", "--every", "1", "--count", "2");

            assertThat(call.out().lines())
                    .hasSize(2)
                    .allSatisfy(line -> assertThat(
                                    JSON.readTree(line).get("figures").isEmpty())
                            .isFalse());
        }

        @Test
        void refusesACountWithoutARhythm() {
            assertThat(Cli.on(store.target(), "monitor", "--count", "2").code()).isEqualTo(2);
            assertThat(Cli.on(store.target(), "monitor", "--every", "0").code()).isEqualTo(2);
        }
    }

    @Nested
    class UntilASignal {
        @TempDir
        private Path folder;

        @Test
        void endsWellWhenItIsToldTo() throws Exception {
            try (EventStoreProgram program =
                    EventStoreProgram.start(store.target(), folder.resolve("output"), "monitor", "--every", "3600")) {
                Await.until("the first reading", () -> program.said().contains("not read      statements"));

                // Ctrl-C takes the same way, but a JVM hears it in the foreground alone.
                program.signal("TERM");

                assertThat(program.await()).as(program.said()).isZero();
                assertThat(program.said()).endsWith(System.lineSeparator());
            }
        }
    }
}
