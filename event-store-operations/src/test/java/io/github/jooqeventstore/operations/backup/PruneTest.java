package io.github.jooqeventstore.operations.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.jooqeventstore.operations.ExitCode;
import io.github.jooqeventstore.operations.OperationsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PruneTest {
    private static final Instant NOW = Instant.parse("2026-11-25T12:00:00Z");
    private static final PrunePolicy POLICY = new PrunePolicy(7, Duration.ofDays(14), Duration.ofDays(2));

    private static Instant daysAgo(double days) {
        return NOW.minus(Duration.ofMinutes(Math.round(days * 24 * 60)));
    }

    private static Manifest manifest(
            String id,
            BackupKind kind,
            Instant at,
            @Nullable Backup parent,
            @Nullable WalRange wal,
            List<BackupFile> files) {
        var source = new BackupSource("orders", "event_store", "18.4", 18, "test", "7", new UUID(1, 1), 1, 2);
        return new Manifest(
                Manifest.FORMAT,
                id,
                kind,
                at,
                at,
                source,
                null,
                null,
                wal,
                parent == null ? null : new ParentBackup(parent.id(), parent.digest()),
                List.of(),
                Map.of(),
                files);
    }

    private static Backup backup(String id, Instant at, @Nullable Boolean passed, @Nullable Backup parent) {
        String digest = "digest of " + id;
        List<Verification> verifications = passed == null
                ? List.of()
                : List.of(new Verification(Verification.Depth.SHALLOW, at, digest, passed ? null : "a flipped byte"));
        return new Backup(
                Path.of(id), manifest(id, BackupKind.EVENTS, at, parent, null, List.of()), digest, verifications);
    }

    private static Backup restored(String id, Instant at, @Nullable Backup parent) {
        Backup read = backup(id, at, true, parent);
        List<Verification> both = new ArrayList<>(read.verifications());
        both.add(new Verification(Verification.Depth.DEEP, at, read.digest(), null));
        return new Backup(read.folder(), read.manifest(), read.digest(), both);
    }

    private static List<String> removed(List<Backup> backups) {
        return PrunePlan.of(backups, POLICY, NOW).removed().stream()
                .map(Backup::id)
                .toList();
    }

    @Nested
    class Plan {
        @Test
        void keepsTheLastVerifiedOnesTheWindowAndItsGround() {
            List<Backup> backups = new ArrayList<>();
            for (int day = 30; day >= 1; day--) {
                backups.add(backup("d" + day, daysAgo(day - 0.5), true, null));
            }

            PrunePlan plan = PrunePlan.of(backups, POLICY, NOW);

            assertThat(plan.kept().keySet())
                    .hasSize(15)
                    .contains("d1", "d14", "d15")
                    .doesNotContain("d16");
            assertThat(plan.kept()).containsEntry("d15", "the ground of the window");
            assertThat(plan.removed()).hasSize(15);
        }

        @Test
        void keepsTheLastGoodOneThroughFortyDaysOfFailures() {
            List<Backup> backups = new ArrayList<>();
            backups.add(backup("good", daysAgo(40), true, null));
            for (int day = 39; day >= 0; day--) {
                backups.add(backup("bad" + day, daysAgo(day), day % 2 == 0 ? Boolean.FALSE : null, null));
            }
            // Each day's job, as it would have gone.
            for (int day = 39; day >= 0; day--) {
                Instant today = daysAgo(day);
                List<Backup> there = backups.stream()
                        .filter(backup -> !backup.manifest().finishedAt().isAfter(today))
                        .toList();
                if (day > 38) {
                    assertThat(PrunePlan.of(there, POLICY, today).kept()).containsKey("good");
                } else if (day < 38) {
                    assertThatThrownBy(() -> PrunePlan.of(there, POLICY, today))
                            .isInstanceOfSatisfying(
                                    OperationsException.class,
                                    e -> assertThat(e.exitCode()).isEqualTo(ExitCode.REFUSED));
                }
            }
            // Somebody who insists still does not lose it.
            PrunePlan insisted = PrunePlan.of(backups, new PrunePolicy(1, Duration.ZERO, Duration.ofDays(365)), NOW);
            assertThat(insisted.kept()).containsKey("good");
        }

        @Test
        void keepsTheOneThatWasRestoredThroughFortyDaysOfSuchAsWereOnlyRead() {
            List<Backup> backups = new ArrayList<>();
            Backup whole = backup("whole", daysAgo(42), true, null);
            backups.add(whole);
            backups.add(restored("restored", daysAgo(41), whole));
            for (int day = 40; day >= 0; day--) {
                backups.add(backup("read" + day, daysAgo(day), true, null));
            }

            PrunePlan plan = PrunePlan.of(backups, new PrunePolicy(1, Duration.ZERO, Duration.ofDays(2)), NOW);

            assertThat(plan.kept())
                    .containsEntry("restored", "the newest one that was restored")
                    .containsEntry("whole", "restored goes on from it")
                    .containsEntry("read0", "the newest verified one")
                    .doesNotContainKey("read40");
        }

        @Test
        void refusesWhereNothingIsVerified() {
            assertThatThrownBy(() -> removed(List.of(backup("a", daysAgo(0), null, null))))
                    .isInstanceOf(OperationsException.class)
                    .hasMessageContaining("none that is verified");
        }

        @Test
        void keepsWhatAKeptOneGoesOnFrom() {
            Backup whole = backup("whole", daysAgo(60), true, null);
            Backup middle = backup("middle", daysAgo(50), true, whole);
            Backup other = backup("other", daysAgo(45), true, null);
            Backup last = backup("last", daysAgo(1), true, middle);
            List<Backup> backups = List.of(whole, middle, other, last);

            PrunePlan plan = PrunePlan.of(backups, new PrunePolicy(1, Duration.ZERO, Duration.ofDays(2)), NOW);

            assertThat(plan.kept().keySet()).containsExactly("whole", "middle", "last");
            assertThat(plan.kept()).containsEntry("middle", "last goes on from it");
        }

        @Test
        void doesNotCountOneWhoseParentIsNotVerified() {
            Backup good = backup("good", daysAgo(1.5), true, null);
            Backup broken = backup("broken", daysAgo(1), false, null);
            Backup on = backup("on", daysAgo(0.5), true, broken);

            PrunePlan plan =
                    PrunePlan.of(List.of(good, broken, on), new PrunePolicy(1, Duration.ZERO, Duration.ofDays(2)), NOW);

            assertThat(plan.kept()).containsEntry("good", "the newest verified one");
        }

        @Test
        void keepsItsPromisesForWhateverIsThere() {
            for (int seed = 0; seed < 3000; seed++) {
                Random random = new Random(seed);
                List<Backup> backups = new ArrayList<>();
                int count = 1 + random.nextInt(25);
                for (int i = 0; i < count; i++) {
                    Backup parent = !backups.isEmpty() && random.nextInt(3) > 0
                            ? backups.get(random.nextInt(backups.size()))
                            : null;
                    int kind = random.nextInt(5);
                    Instant at = daysAgo(random.nextInt(60));
                    backups.add(
                            kind == 4
                                    ? restored("b" + i, at, parent)
                                    : backup("b" + i, at, kind == 0 ? null : Boolean.valueOf(kind > 1), parent));
                }
                PrunePolicy policy = new PrunePolicy(
                        1 + random.nextInt(5),
                        Duration.ofDays(random.nextInt(20)),
                        Duration.ofDays(1 + random.nextInt(60)));
                promises(backups, policy, seed);
            }
        }

        private void promises(List<Backup> backups, PrunePolicy policy, int seed) {
            Map<String, Backup> byId = new HashMap<>();
            backups.forEach(backup -> byId.put(backup.id(), backup));
            List<Backup> good = backups.stream()
                    .filter(backup -> whole(backup, byId))
                    .sorted((a, b) ->
                            b.manifest().finishedAt().compareTo(a.manifest().finishedAt()))
                    .toList();
            boolean fresh =
                    !good.isEmpty() && !good.getFirst().manifest().finishedAt().isBefore(NOW.minus(policy.maxAge()));
            if (!fresh) {
                assertThatThrownBy(() -> PrunePlan.of(backups, policy, NOW))
                        .as("seed %d", seed)
                        .isInstanceOf(OperationsException.class);
                return;
            }
            PrunePlan plan = PrunePlan.of(backups, policy, NOW);
            Set<String> kept = plan.kept().keySet();
            Set<String> all = new HashSet<>(kept);
            plan.removed()
                    .forEach(backup ->
                            assertThat(all.add(backup.id())).as("seed %d", seed).isTrue());
            assertThat(all).as("seed %d", seed).isEqualTo(byId.keySet());
            assertThat(good.stream().filter(it -> kept.contains(it.id())).count())
                    .as("seed %d", seed)
                    .isGreaterThanOrEqualTo(Math.min(policy.keep(), good.size()));
            assertThat(kept).as("seed %d", seed).contains(good.getFirst().id());
            assertThat(good.stream().filter(Backup::deeplyVerified).toList())
                    .as("seed %d", seed)
                    .satisfies(deep -> assertThat(
                                    deep.isEmpty() || deep.stream().anyMatch(it -> kept.contains(it.id())))
                            .isTrue());
            for (Backup backup : backups) {
                ParentBackup parent = backup.manifest().parent();
                if (kept.contains(backup.id()) && parent != null) {
                    assertThat(kept).as("seed %d", seed).contains(parent.id());
                }
                if (!backup.manifest().finishedAt().isBefore(NOW.minus(policy.window()))) {
                    assertThat(kept).as("seed %d", seed).contains(backup.id());
                }
            }
            Set<String> gone = new HashSet<>();
            for (Backup backup : plan.removed()) {
                ParentBackup parent = backup.manifest().parent();
                assertThat(parent == null || !gone.contains(parent.id()))
                        .as("seed %d", seed)
                        .isTrue();
                gone.add(backup.id());
            }
        }

        private static boolean whole(Backup backup, Map<String, Backup> byId) {
            ParentBackup parent = backup.manifest().parent();
            if (parent == null) {
                return backup.verified();
            }
            Backup found = byId.get(parent.id());
            return backup.verified() && found != null && whole(found, byId);
        }
    }

    @Nested
    class Execution {
        @TempDir
        private Path folder;

        private Backup base(Catalog catalog, Instant at, String startLsn) throws IOException {
            try (PartialBackup partial = catalog.begin(BackupKind.BASE)) {
                Files.writeString(partial.folder().resolve("data"), "data of " + at);
                Backup backup = partial.complete(files ->
                        manifest(partial.id(), BackupKind.BASE, at, null, new WalRange(1, startLsn, startLsn), files));
                assertThat(BackupVerification.shallow(
                                        catalog, backup, 0, io.github.jooqeventstore.operations.Progress.NONE)
                                .passed())
                        .isTrue();
                return backup;
            }
        }

        private void segment(Path archive, String name) throws IOException {
            try (var file = new java.io.RandomAccessFile(archive.resolve(name).toFile(), "rw")) {
                file.setLength(16 << 20);
            }
        }

        @Test
        void removesBackupsAndSegmentsThatNoKeptBaseNeeds() throws IOException {
            Catalog catalog = Catalog.openOrCreate(folder.resolve("backups"));
            Backup old = base(catalog, daysAgo(50), "0/2000028");
            Backup kept = base(catalog, daysAgo(20), "0/5000028");
            Backup newest = base(catalog, daysAgo(1), "0/9000028");
            Path archive = Files.createDirectory(folder.resolve("wal"));
            for (String last : List.of("02", "04", "05", "09")) {
                segment(archive, "0000000100000000000000" + last);
            }
            segment(archive, "000000020000000000000004");
            Files.writeString(archive.resolve("00000002.history"), "1");
            Prune prune = new Prune(
                    catalog,
                    archive,
                    new PrunePolicy(1, Duration.ofDays(14), Duration.ofDays(2)),
                    InstantSource.fixed(NOW));

            Prune.Plan plan = prune.plan();
            assertThat(catalog.backups()).hasSize(3);
            prune.execute(plan);

            assertThat(plan.backups().removed()).extracting(Backup::id).containsExactly(old.id());
            assertThat(catalog.entries()).map(CatalogEntry::folder).containsExactly(kept.folder(), newest.folder());
            try (var left = Files.list(archive)) {
                assertThat(left.map(it -> it.getFileName().toString()))
                        .containsExactlyInAnyOrder(
                                "000000010000000000000005", "000000010000000000000009", "00000002.history");
            }
        }
    }
}
