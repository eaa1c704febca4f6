package io.github.jooqeventstore.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkplaceTest {
    private static final String TEMPORARY = "java.io.tmpdir";

    @TempDir
    private Path temporary;

    private final String before = System.getProperty(TEMPORARY);

    @BeforeEach
    void nameATemporaryFolder() {
        System.setProperty(TEMPORARY, temporary.toString());
    }

    @AfterEach
    void nameTheUsualOneAgain() {
        System.setProperty(TEMPORARY, before);
    }

    @Test
    void isTheSameFolderForEveryJvmOfTheAccount() {
        assertThat(Workplace.open()).isEqualTo(Workplace.open());
    }

    @Test
    void isRefusedWhenOthersMayHaveChangedIt() throws IOException {
        Path folder = Workplace.open().folder();
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
        assertThatThrownBy(Workplace::open)
                .isInstanceOf(PostgresServerException.class)
                .hasMessageContaining("folder " + folder + ": expected one that only account ")
                .hasMessageContaining("and rwxrwxrwx;");
    }

    @Test
    void getsBinariesAgainOfWhichAFileWasCleanedAway() throws IOException {
        Workplace workplace = Workplace.open();
        Path program = Binaries.find(workplace, null).program("postgres");
        Files.delete(program);
        Binaries binaries = Binaries.find(workplace, null);
        assertThat(binaries.program("postgres")).isEqualTo(program).isExecutable();
        try (var left = Files.list(workplace.folder())) {
            assertThat(left).containsExactly(binaries.folder());
        }
    }
}
