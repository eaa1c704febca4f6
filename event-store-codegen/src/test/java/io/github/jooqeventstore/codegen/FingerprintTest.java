package io.github.jooqeventstore.codegen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FingerprintTest {

    private static final String MIGRATION = "event-store/migration/V1__first.sql";
    private static final String JOOQ = "META-INF/maven/org.jooq/jooq-codegen/pom.properties";
    private static final String GENERATOR = "io/github/jooqeventstore/codegen/CodeGeneration.class";

    @TempDir
    Path folder;

    @BeforeEach
    void filesOnTheClassPath() throws IOException {
        write(MIGRATION, "create table a ();");
        write(JOOQ, "version=3.21.9");
        write(GENERATOR, "bytes");
        write("com/example/Other.class", "bytes");
    }

    @Nested
    class IsTheSame {

        @Test
        void whenNothingHasChanged() {
            assertThat(fingerprint()).isEqualTo(fingerprint());
        }

        @Test
        void forAFolderAndForTheJarMadeFromIt(@TempDir Path elsewhere) throws IOException {
            Path jar = jarOf(folder, elsewhere.resolve("a.jar"));
            assertThat(Fingerprint.of(List.of(jar), options())).isEqualTo(fingerprint());
        }

        @Test
        void whenOtherFilesChange() throws IOException {
            String before = fingerprint();
            write("com/example/Other.class", "other bytes");
            assertThat(fingerprint()).isEqualTo(before);
        }

        @Test
        void whereverTheCodeGoes() {
            var elsewhere = new CodegenOptions("com.example", "event_store", Path.of("elsewhere"));
            assertThat(Fingerprint.of(List.of(folder), elsewhere)).isEqualTo(fingerprint());
        }
    }

    @Nested
    class IsAnother {

        @Test
        void whenAMigrationChanges() throws IOException {
            changesWith(MIGRATION, "create table b ();");
        }

        @Test
        void whenAMigrationIsAdded() throws IOException {
            changesWith("event-store/migration/V2__second.sql", "create table b ();");
        }

        @Test
        void whenTheGeneratorChanges() throws IOException {
            changesWith(GENERATOR, "other bytes");
        }

        @Test
        void whenJooqChanges() throws IOException {
            changesWith(JOOQ, "version=3.21.10");
        }

        @Test
        void whenAnOptionChanges() {
            var otherPackage = new CodegenOptions("com.example.other", "event_store", folder);
            var otherSchema = new CodegenOptions("com.example", "other", folder);
            assertThat(List.of(
                            fingerprint(),
                            Fingerprint.of(List.of(folder), otherPackage),
                            Fingerprint.of(List.of(folder), otherSchema)))
                    .doesNotHaveDuplicates();
        }

        @Test
        void whenAMigrationOfTheProjectChanges(@TempDir Path project) throws IOException {
            Path migration = project.resolve("V1__shop.sql");
            changesWhen(migration, own("filesystem:" + project, List.of(), Map.of(), null));
        }

        @Test
        void whenAMigrationAmongItsResourcesChanges(@TempDir Path project) throws IOException {
            Path migration =
                    Files.createDirectories(project.resolve("db/migration")).resolve("V1__shop.sql");
            changesWhen(migration, own("classpath:db/migration", List.of(project), Map.of(), null));
        }

        @Test
        void whenTheSettingsOfItsGeneratorChange(@TempDir Path project) throws IOException {
            Path settings = project.resolve("generator.xml");
            changesWhen(settings, own("classpath:event-store/migration", List.of(), Map.of(), settings));
        }

        @Test
        void whenAClassBesideOneOfItsSettingsChanges(@TempDir Path project) throws IOException {
            Path settings = Files.writeString(
                    project.resolve("generator.xml"), "<generator><name>com.example.Other</name></generator>");
            OwnTables own = own("classpath:event-store/migration", List.of(), Map.of(), settings);
            String before = fingerprint(own);
            write("com/example/BesideIt.class", "bytes");
            assertThat(fingerprint(own)).isNotEqualTo(before);
        }

        @Test
        void whenAPlaceholderChanges() {
            String location = "classpath:event-store/migration";
            assertThat(fingerprint(own(location, List.of(), Map.of("currency", "EUR"), null)))
                    .isNotEqualTo(fingerprint(own(location, List.of(), Map.of("currency", "SEK"), null)));
        }

        private void changesWhen(Path file, OwnTables own) throws IOException {
            Files.writeString(file, "one");
            String before = fingerprint(own);
            Files.writeString(file, "two");
            assertThat(fingerprint(own)).isNotEqualTo(before);
        }

        private void changesWith(String file, String content) throws IOException {
            String before = fingerprint();
            write(file, content);
            assertThat(fingerprint()).isNotEqualTo(before);
        }
    }

    @Test
    void refusesAClassPathWithoutMigrations() throws IOException {
        Files.delete(folder.resolve(MIGRATION));
        assertThatThrownBy(FingerprintTest.this::fingerprint)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("class path: expected migrations in event-store/migration, found none");
    }

    @Test
    void refusesALocationWithoutMigrations() {
        OwnTables own = own("classpath:db/migration", List.of(folder), Map.of(), null);
        assertThatThrownBy(() -> fingerprint(own))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("migrations: expected files at classpath:db/migration, found none");
    }

    private String fingerprint(OwnTables own) {
        return Fingerprint.of(List.of(folder), new CodegenOptions("com.example", "event_store", folder, own));
    }

    private static OwnTables own(
            String location, List<Path> resources, Map<String, String> placeholders, @Nullable Path settings) {
        return new OwnTables(List.of("shop"), List.of(location), resources, placeholders, settings, true);
    }

    private String fingerprint() {
        return Fingerprint.of(List.of(folder), options());
    }

    private CodegenOptions options() {
        return new CodegenOptions("com.example", "event_store", folder);
    }

    private void write(String name, String content) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }

    private static Path jarOf(Path folder, Path jar) throws IOException {
        try (FileSystem zip = FileSystems.newFileSystem(jar, Map.of("create", "true"));
                var files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path target = zip.getPath("/" + folder.relativize(file));
                Files.createDirectories(target.getParent());
                Files.copy(file, target);
            }
        }
        return jar;
    }
}
