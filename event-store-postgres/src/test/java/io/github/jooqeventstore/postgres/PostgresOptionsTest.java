package io.github.jooqeventstore.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.jooqeventstore.postgres.PostgresOptions.Mode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class PostgresOptionsTest {
    @Nested
    class FromSystemProperties {
        private final Properties before = new Properties();

        @BeforeEach
        void clear() {
            before.putAll(System.getProperties());
            List.of("mode", "url", "user", "password", "version", "image", "data")
                    .forEach(name -> System.clearProperty("eventstore.postgres." + name));
        }

        @AfterEach
        void restore() {
            System.setProperties(before);
        }

        @Test
        void areTheDefaultsWhenNoneIsSet() {
            System.setProperty("eventstore.postgres.url", " ");
            assertThat(PostgresOptions.fromSystemProperties()).isEqualTo(PostgresOptions.defaults());
        }

        @Test
        void areWhatIsSet() {
            Map.of(
                            "mode", "Docker",
                            "url", "jdbc:postgresql://h/d",
                            "user", "u",
                            "password", "p",
                            "version", "17",
                            "image", "local/postgres:17",
                            "data", "folder")
                    .forEach((name, value) -> System.setProperty("eventstore.postgres." + name, value));
            assertThat(PostgresOptions.fromSystemProperties())
                    .isEqualTo(new PostgresOptions(
                            Mode.DOCKER,
                            "jdbc:postgresql://h/d",
                            "u",
                            "p",
                            "17",
                            "local/postgres:17",
                            Path.of("folder"),
                            Map.of()));
        }

        @Test
        void refuseAModeThatIsNone() {
            System.setProperty("eventstore.postgres.mode", "h2");
            assertThatThrownBy(PostgresOptions::fromSystemProperties)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("eventstore.postgres.mode: expected auto, url, docker or embedded, found h2");
        }
    }

    @Test
    void refuseAVersionThatIsNone() {
        assertThatThrownBy(() -> PostgresOptions.defaults().version("latest"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("version: expected one such as 18 or 18.6, found latest");
    }

    @Test
    void refuseASettingOfTwoLines() {
        assertThatThrownBy(() -> PostgresOptions.defaults().setting("work_mem", "1MB'\nfsync = off"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("settings: expected a name and one line of text, found work_mem");
    }
}
