package io.github.jooqeventstore.codegen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GeneratedCodeTest {

    private static final FileTime LONG_AGO = FileTime.fromMillis(0);

    @TempDir
    Path fresh;

    @TempDir
    Path target;

    private Path directory;
    private GeneratedCode code;

    @BeforeEach
    void twoFilesWereGenerated() throws IOException {
        directory = target.resolve("generated-sources/jooq");
        code = new GeneratedCode(new CodegenOptions("com.example", "event_store", directory));
        Files.createDirectory(fresh.resolve("tables"));
        Files.writeString(fresh.resolve("tables/Kept.java"), "kept");
        Files.writeString(fresh.resolve("tables/Dropped.java"), "dropped");
        code.replaceBy(fresh, "one");
    }

    @Nested
    class IsUpToDate {

        @Test
        void afterItWasGenerated() throws IOException {
            assertThat(code.isUpToDate("one")).isTrue();
        }

        @Test
        void evenWhenThereIsNothingToGenerate(@TempDir Path empty) throws IOException {
            code.replaceBy(empty, "two");
            assertThat(code.isUpToDate("two")).isTrue();
        }
    }

    @Nested
    class IsOutOfDate {

        @Test
        void beforeTheFirstGeneration(@TempDir Path elsewhere) throws IOException {
            var options = new CodegenOptions("com.example", "event_store", elsewhere.resolve("jooq"));
            assertThat(new GeneratedCode(options).isUpToDate("one")).isFalse();
        }

        @Test
        void forAnotherFingerprint() throws IOException {
            assertThat(code.isUpToDate("two")).isFalse();
        }

        @Test
        void whenAFileIsGone() throws IOException {
            Files.delete(directory.resolve("tables/Kept.java"));
            assertThat(code.isUpToDate("one")).isFalse();
        }

        @Test
        void whenAFileWasEdited() throws IOException {
            Files.writeString(directory.resolve("tables/Kept.java"), "edited");
            assertThat(code.isUpToDate("one")).isFalse();
        }
    }

    @Nested
    class IsReplaced {

        @BeforeEach
        void anotherSchema() throws IOException {
            Files.delete(fresh.resolve("tables/Dropped.java"));
            Files.writeString(fresh.resolve("tables/Added.java"), "added");
            Files.setLastModifiedTime(directory.resolve("tables/Kept.java"), LONG_AGO);
            Files.writeString(directory.resolve("tables/ByHand.java"), "by hand");
            code.replaceBy(fresh, "two");
        }

        @Test
        void withNewFilesAndWithoutStaleOnes() {
            assertThat(directory.resolve("tables/Added.java")).hasContent("added");
            assertThat(directory.resolve("tables/Dropped.java")).doesNotExist();
        }

        @Test
        void withoutTouchingFilesThatAreTheSame() throws IOException {
            assertThat(Files.getLastModifiedTime(directory.resolve("tables/Kept.java")))
                    .isEqualTo(LONG_AGO);
        }

        @Test
        void withoutTouchingFilesOfOthers() {
            assertThat(directory.resolve("tables/ByHand.java")).hasContent("by hand");
        }
    }

    @Nested
    class AfterAnInterruptedReplacement {

        @BeforeEach
        void interrupted() throws IOException {
            Files.writeString(fresh.resolve("tables/Added.java"), "added");
            Files.writeString(fresh.resolve("tables/Unwritable.java"), "unwritable");
            Files.createDirectory(directory.resolve("tables/Unwritable.java"));
            assertThatThrownBy(() -> code.replaceBy(fresh, "two")).isInstanceOf(IOException.class);
            assertThat(directory.resolve("tables/Added.java")).exists();
        }

        @Test
        void isOutOfDate() throws IOException {
            assertThat(code.isUpToDate("one")).isFalse();
            assertThat(code.isUpToDate("two")).isFalse();
        }

        @Test
        void nothingOfItOutlivesTheNextOne() throws IOException {
            Files.delete(fresh.resolve("tables/Added.java"));
            Files.delete(fresh.resolve("tables/Unwritable.java"));
            code.replaceBy(fresh, "one");
            assertThat(directory.resolve("tables/Added.java")).doesNotExist();
        }
    }
}
