package io.github.jooqeventstore.operations.wal;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.jooqeventstore.operations.process.Program;
import io.github.jooqeventstore.operations.process.ProgramRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The two scripts that a server runs. */
class ArchiveScriptTest {
    private static final String NAME = "000000010000000000000007";

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    Path folder;

    private Path archive = Path.of("");
    private Path segment = Path.of("");

    @BeforeEach
    void makeASegment() throws IOException {
        archive = Files.createDirectory(folder.resolve("the 'archive'"));
        segment = Files.write(folder.resolve("segment"), new byte[1 << 20]);
        ArchiveScript.writeArchiving(folder.resolve("archive-wal.sh"));
        ArchiveScript.writeRestoring(folder.resolve("restore-wal.sh"));
    }

    @Test
    void archivesASegmentAndIsContentToDoItAgain() throws IOException {
        assertThat(archive().exitValue()).isZero();
        assertThat(archive().exitValue()).isZero();

        assertThat(Files.mismatch(segment, archive.resolve(NAME))).isEqualTo(-1);
        assertThat(names(archive)).containsExactly(NAME);
    }

    @Test
    void neverOverwritesAnotherSegment() throws IOException {
        Files.writeString(archive.resolve(NAME), "another");

        ProgramRun run = archive();

        assertThat(run.exitValue()).isEqualTo(1);
        assertThat(run.errors()).contains("nothing was overwritten");
        assertThat(archive.resolve(NAME)).hasContent("another");
    }

    @Test
    void failsWhereThereIsNoArchive() throws IOException {
        Files.delete(archive);

        assertThat(archive().exitValue()).isNotZero();
        assertThat(archive).doesNotExist();
    }

    @Test
    @Tag("small-disk")
    void leavesNothingBehindOnAFullDisk() throws IOException {
        archive = Files.createTempDirectory(Path.of(System.getProperty("eventstore.small.disk")), "archive-");
        Path filling = archive.resolveSibling("filling");
        try (var out = Files.newOutputStream(filling)) {
            byte[] some = new byte[1 << 16];
            while (Files.getFileStore(archive).getUsableSpace() > 1 << 19) {
                out.write(some);
            }

            assertThat(archive().exitValue()).isNotZero();
            assertThat(names(archive)).isEmpty();
        } finally {
            Files.delete(filling);
        }
        assertThat(archive().exitValue()).isZero();
        Files.delete(archive.resolve(NAME));
        Files.delete(archive);
    }

    @Test
    void bringsBackTheWholeSegmentBeforeAPartialOneAndNothingElse() throws IOException {
        Path other = Files.createDirectory(folder.resolve("other"));
        Files.writeString(archive.resolve(NAME + ".partial"), "partial");
        Path target = folder.resolve("RECOVERYXLOG");

        assertThat(restore(NAME, target, archive, other).exitValue()).isZero();
        assertThat(target).hasContent("partial");

        Files.writeString(other.resolve(NAME), "whole");
        assertThat(restore(NAME, target, archive, other).exitValue()).isZero();
        assertThat(target).hasContent("whole");

        assertThat(restore("00000002.history", target, archive, other).exitValue())
                .isEqualTo(1);
    }

    private ProgramRun archive() {
        return Program.at(folder.resolve("archive-wal.sh"))
                .arguments(segment.toString(), NAME, archive.toString())
                .run();
    }

    private ProgramRun restore(String name, Path target, Path... folders) {
        return Program.at(folder.resolve("restore-wal.sh"))
                .arguments(name, target.toString())
                .arguments(List.of(folders).stream().map(Path::toString).toList())
                .run();
    }

    private static List<String> names(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }
}
