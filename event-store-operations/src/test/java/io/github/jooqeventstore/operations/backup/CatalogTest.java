package io.github.jooqeventstore.operations.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.jooqeventstore.operations.ExitCode;
import io.github.jooqeventstore.operations.OperationsException;
import io.github.jooqeventstore.operations.files.FileTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A folder of backups, without any database. */
class CatalogTest {
    private final Path folder;

    CatalogTest(@TempDir Path folder) {
        this.folder = folder;
    }

    private Catalog catalog() {
        return Catalog.openOrCreate(folder.resolve("backups"));
    }

    private static Backup take(Catalog catalog, BackupKind kind, @Nullable Backup parent) {
        try (PartialBackup partial = catalog.begin(kind)) {
            Files.createDirectory(partial.folder().resolve("sub"));
            Files.writeString(partial.folder().resolve("sub/data"), "data of " + partial.id());
            Files.writeString(partial.folder().resolve("more"), "more");
            return partial.complete(files -> manifest(partial, parent, files));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static Manifest manifest(PartialBackup partial, @Nullable Backup parent, List<BackupFile> files) {
        return new Manifest(
                Manifest.FORMAT,
                partial.id(),
                partial.kind(),
                partial.startedAt(),
                Instant.now(),
                new BackupSource("orders", "event_store", "18.4", 18, "event-store", "1", new UUID(1, 2), 1, 2),
                new Contents(1, 1, 1, 1, "0000000000000001", "0000000000000002"),
                new PositionRange(0, 1),
                new WalRange(1, "0/1", "0/2"),
                parent == null ? null : new ParentBackup(parent.id(), parent.digest()),
                List.of(),
                Map.of("format", "custom"),
                files);
    }

    @Nested
    class ABackup {
        @Test
        void isReadAsItWasWritten() {
            Backup taken = take(catalog(), BackupKind.FULL, null);

            assertThat(catalog().backups()).containsExactly(taken);
            assertThat(catalog().backup(taken.id())).isEqualTo(taken);
            assertThat(taken.manifest().files()).extracting(BackupFile::path).containsExactly("more", "sub/data");
        }

        @Test
        void canBeReadByItsOwnerAlone() throws IOException {
            Backup taken = take(catalog(), BackupKind.FULL, null);

            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(taken.folder())))
                    .isEqualTo("rwx------");
        }

        @Test
        void isCheckedByTheProgramThatEverySystemHas() throws Exception {
            Backup taken = take(catalog(), BackupKind.FULL, null);

            Process check = new ProcessBuilder("sha256sum", "--check", "--quiet", "SHA256SUMS")
                    .directory(taken.folder().toFile())
                    .start();

            assertThat(check.waitFor()).isZero();
        }

        @Test
        void thatWasNotCompletedLeavesNothing() throws IOException {
            try (PartialBackup partial = catalog().begin(BackupKind.EVENTS)) {
                Files.writeString(partial.folder().resolve("data"), "half");
                assertThat(catalog().entries()).singleElement().isInstanceOf(CatalogEntry.Unfinished.class);
                assertThat(catalog().backups()).isEmpty();
            }

            assertThat(folder.resolve("backups")).isEmptyDirectory();
        }

        @Test
        void isUnknownByAnyOtherName() {
            Backup taken = take(catalog(), BackupKind.FULL, null);

            for (String id : List.of("nothing", "..", "../backups/" + taken.id(), ".")) {
                assertThatThrownBy(() -> catalog().backup(id))
                        .as(id)
                        .isInstanceOfSatisfying(
                                OperationsException.class,
                                e -> assertThat(e.exitCode()).isEqualTo(ExitCode.USAGE));
            }
        }
    }

    @Nested
    class ADamagedOne {
        private final Backup taken = take(catalog(), BackupKind.FULL, null);

        @Test
        void isNamedWhereAFileIsMissing() throws IOException {
            Files.delete(taken.file("sub/data"));

            isDamaged("expected file sub/data, found none");
        }

        @Test
        void isNamedWhereAFileIsShorter() throws IOException {
            Files.writeString(taken.file("more"), "mor");

            isDamaged("expected 4 bytes in file more, found 3");
        }

        @Test
        void isNamedWhereTheManifestIsAnother() throws IOException {
            Path manifest = taken.file("manifest.json");
            Files.writeString(manifest, Files.readString(manifest).replace("orders", "others"));

            isDamaged("expected the manifest that its sums tell of, found another");
        }

        @Test
        void isNamedWhereThereIsNoManifest() throws IOException {
            Files.delete(taken.file("manifest.json"));

            isDamaged("expected a manifest that can be read, found NoSuchFileException");
        }

        private void isDamaged(String finding) {
            assertThat(catalog().entries())
                    .singleElement()
                    .asInstanceOf(InstanceOfAssertFactories.type(CatalogEntry.Damaged.class))
                    .satisfies(damaged -> assertThat(damaged.finding()).endsWith(finding));
            assertThatThrownBy(() -> catalog().backup(taken.id()))
                    .isInstanceOfSatisfying(
                            OperationsException.class,
                            e -> assertThat(e.exitCode()).isEqualTo(ExitCode.INTEGRITY));
        }
    }

    @Nested
    class AChain {
        private final Backup first = take(catalog(), BackupKind.EVENTS, null);
        private final Backup second = take(catalog(), BackupKind.EVENTS, first);
        private final Backup third = take(catalog(), BackupKind.EVENTS, second);

        @Test
        void beginsWithTheOneThatStandsByItself() {
            assertThat(catalog().chain(third)).containsExactly(first, second, third);
        }

        @Test
        void isBrokenWhereOneIsMissing() throws IOException {
            FileTree.delete(second.folder());

            assertThatThrownBy(() -> catalog().chain(third))
                    .isInstanceOf(OperationsException.class)
                    .hasMessageContaining("expected its parent " + second.id() + ", found none that is complete");
        }

        @Test
        void isBrokenWhereOneIsAnother() throws IOException {
            Manifest other = new Manifest(
                    1,
                    second.id(),
                    BackupKind.EVENTS,
                    Instant.EPOCH,
                    Instant.EPOCH,
                    second.manifest().source(),
                    null,
                    null,
                    null,
                    null,
                    List.of(),
                    Map.of(),
                    List.of());
            byte[] bytes = BackupJson.bytes(other);
            Files.write(second.file("manifest.json"), bytes);
            Files.writeString(second.file("SHA256SUMS"), BackupFiles.sha256(bytes) + "  manifest.json\n");

            assertThatThrownBy(() -> catalog().chain(third))
                    .isInstanceOf(OperationsException.class)
                    .hasMessageContaining("found another of that name");
        }
    }

    @Nested
    class AVerification {
        private final Backup taken = take(catalog(), BackupKind.FULL, null);

        @Test
        void makesABackupCount() {
            assertThat(catalog().newestVerified(BackupKind.FULL)).isEmpty();

            taken.keep(new Verification(Verification.Depth.SHALLOW, Instant.EPOCH, taken.digest(), null));
            take(catalog(), BackupKind.FULL, null);

            assertThat(catalog().newestVerified(BackupKind.FULL))
                    .hasValueSatisfying(newest -> assertThat(newest.id()).isEqualTo(taken.id()));
            assertThat(catalog().newestVerified(BackupKind.BASE)).isEmpty();
        }

        @Test
        void thatFoundSomethingTakesItBack() {
            taken.keep(new Verification(Verification.Depth.SHALLOW, Instant.EPOCH, taken.digest(), null));
            taken.keep(new Verification(Verification.Depth.DEEP, Instant.EPOCH, taken.digest(), "it is empty"));

            assertThat(catalog().newestVerified(BackupKind.FULL)).isEmpty();
            assertThat(catalog().backup(taken.id()).verifications()).hasSize(2);
        }

        @Test
        void ofAnotherManifestSaysNothing() {
            taken.keep(new Verification(Verification.Depth.DEEP, Instant.EPOCH, "0", null));

            assertThat(catalog().backup(taken.id()).deeplyVerified()).isFalse();
        }
    }
}
