package io.github.jooqeventstore.operations.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.jooqeventstore.operations.ExitCode;
import io.github.jooqeventstore.operations.OperationsException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A recovery from an archive in which a segment is not what it was: it is named before a server is started. */
@ExtendWith(RecoveryHistory.Shared.class)
class DamagedArchiveTest {
    private final RecoveryHistory history;
    private final NewFolder folder;

    DamagedArchiveTest(RecoveryHistory history) {
        this.history = history;
        folder = history.newFolder();
    }

    @AfterEach
    void stopWhatWasRestored() {
        folder.close();
    }

    private Path archive = Path.of("");

    @BeforeEach
    void copyTheArchive() throws IOException {
        archive = Files.createTempDirectory(history.folder(), "archive-");
        try (var files = Files.list(history.server().archive())) {
            for (Path file : files.toList()) {
                Files.copy(file, archive.resolve(file.getFileName()));
            }
        }
    }

    @Test
    void aMissingSegmentIsNamed() throws IOException {
        Files.delete(archive.resolve(history.middleSegment()));

        assertDamage(history.middleSegment(), "found it missing");
    }

    @Test
    void aTruncatedSegmentIsNamed() throws IOException {
        try (var file =
                new RandomAccessFile(archive.resolve(history.middleSegment()).toFile(), "rw")) {
            file.setLength(1 << 20);
        }

        assertDamage(history.middleSegment(), "found 1048576");
    }

    @Test
    void aFlippedBitIsNamed() throws IOException {
        try (var file =
                new RandomAccessFile(archive.resolve(history.middleSegment()).toFile(), "rw")) {
            file.seek(8192 + 500);
            int old = file.read();
            file.seek(8192 + 500);
            file.write(old ^ 1);
        }

        assertDamage(history.middleSegment(), "a record at");
    }

    private void assertDamage(String segment, String finding) {
        var target = new RecoveryTarget.Position(history.head());
        assertThatThrownBy(() -> folder.recovery(history.server().target())
                        .restore(
                                new RecoverySource(
                                        history.catalog(),
                                        List.of(archive),
                                        history.early().id(),
                                        null),
                                target,
                                folder.into()))
                .isInstanceOfSatisfying(
                        OperationsException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.INTEGRITY))
                .hasMessageContaining("segment " + segment)
                .hasMessageContaining(finding);
        assertThat(folder.into()).doesNotExist();
    }
}
