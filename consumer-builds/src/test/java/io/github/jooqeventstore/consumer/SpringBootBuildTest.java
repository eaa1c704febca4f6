package io.github.jooqeventstore.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.jooqeventstore.consumer.ConsumerProject.Build;
import org.junit.jupiter.api.Test;

/** An application of Spring Boot, with Spring Boot's own versions of everything. */
class SpringBootBuildTest {

    @Test
    void passesTheTestsOfTheApplication() throws Exception {
        Build build = ConsumerProject.fixture("spring-boot").run("test");
        assertThat(build.exitCode()).as(build::text).isZero();
        assertThat(build.text()).contains("Tests run: 18, Failures: 0, Errors: 0, Skipped: 0");
    }
}
