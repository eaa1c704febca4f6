package io.github.jooqeventstore.codegen;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class JooqOfTheProjectTest {

    @Test
    void mayBeOlderByAPatch() {
        accepted("3.21.0", "3.21.9");
    }

    @Test
    void mayBeNewer() {
        accepted("3.22.0", "3.21.9");
        accepted("4.0.0", "3.21.9");
    }

    @Test
    void mayBeNoRelease() {
        accepted("main-SNAPSHOT", "3.21.9");
    }

    @Test
    void isRefusedWhenItIsOlder() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> JooqOfTheProject.check("3.9.1", "3.21.9"))
                .withMessage("jOOQ of the project: expected 3.21.9, whose generator runs here, or newer, found 3.9.1; "
                        + "raise its version (with Spring Boot: property jooq.version)");
    }

    private static void accepted(String project, String generator) {
        assertThatCode(() -> JooqOfTheProject.check(project, generator)).doesNotThrowAnyException();
    }
}
