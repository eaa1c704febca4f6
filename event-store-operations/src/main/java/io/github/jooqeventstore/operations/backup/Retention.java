package io.github.jooqeventstore.operations.backup;

import io.github.jooqeventstore.operations.ExitCode;
import io.github.jooqeventstore.operations.OperationsException;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The rules of a {@link PrunePlan}. */
final class Retention {
    private final Map<String, Backup> byId = new HashMap<>();
    private final List<Backup> backups;
    private final PrunePolicy policy;
    private final Instant now;

    Retention(List<Backup> backups, PrunePolicy policy, Instant now) {
        this.backups = backups;
        this.policy = policy;
        this.now = now;
        backups.forEach(backup -> byId.put(backup.id(), backup));
    }

    /** What replaces each other: backups of one kind, of one origin. */
    static List<Object> group(Backup backup) {
        BackupSource source = backup.manifest().source();
        return List.of(
                backup.manifest().kind(),
                String.valueOf(source.storeId() == null ? source.systemIdentifier() : source.storeId()),
                String.valueOf(source.database()),
                source.schema());
    }

    void refuseWithoutAFreshOne() {
        Instant newest = backups.stream()
                .filter(this::isVerified)
                .map(Retention::time)
                .max(Comparator.naturalOrder())
                .orElseThrow(() -> refused("none that is verified"));
        if (newest.isBefore(now.minus(policy.maxAge()))) {
            throw refused("the newest verified one of " + newest);
        }
    }

    private OperationsException refused(String found) {
        return new OperationsException(
                ExitCode.REFUSED,
                "backups: expected a verified one that is not older than " + policy.maxAge() + ", found " + found
                        + "; nothing is removed: find out why backups fail, take one and verify it");
    }

    void keep(List<Backup> group, Map<String, String> reasons) {
        List<Backup> verified = group.stream()
                .filter(this::isVerified)
                .sorted(Comparator.comparing(Retention::time).reversed())
                .toList();
        if (verified.isEmpty()) {
            keep(group, it -> true, "none of its kind is verified", reasons);
            return;
        }
        Instant newest = time(verified.getFirst());
        Instant begin = now.minus(policy.window());
        keep(verified.subList(0, 1), it -> true, "the newest verified one", reasons);
        // Whatever was read since: this one is known to come back.
        keep(
                verified.stream().filter(Backup::deeplyVerified).limit(1).toList(),
                it -> true,
                "the newest one that was restored",
                reasons);
        keep(
                verified.subList(0, Math.min(policy.keep(), verified.size())),
                it -> true,
                "one of the last " + policy.keep() + " verified ones",
                reasons);
        keep(group, it -> !time(it).isBefore(begin), "within the window", reasons);
        keep(
                verified.stream()
                        .filter(it -> time(it).isBefore(begin))
                        .limit(1)
                        .toList(),
                it -> true,
                "the ground of the window",
                reasons);
        keep(group, it -> time(it).isAfter(newest), "newer than the newest verified one", reasons);
        if (newest.isBefore(now.minus(policy.maxAge()))) {
            keep(group, it -> true, "the newest verified one of its kind is too old", reasons);
        }
    }

    private static void keep(
            List<Backup> some, Predicate<Backup> condition, String reason, Map<String, String> reasons) {
        some.stream().filter(condition).forEach(backup -> reasons.putIfAbsent(backup.id(), reason));
    }

    void keepParents(Map<String, String> reasons) {
        for (String id : List.copyOf(reasons.keySet())) {
            Backup child = byId.get(id);
            while (child != null) {
                Backup parent = parent(child);
                if (parent != null && reasons.putIfAbsent(parent.id(), child.id() + " goes on from it") != null) {
                    break;
                }
                child = parent;
            }
        }
    }

    /** Whether it and all that it goes on from are verified. */
    private boolean isVerified(Backup backup) {
        Set<String> seen = new HashSet<>();
        Backup link = backup;
        while (link.verified() && seen.add(link.id())) {
            ParentBackup named = link.manifest().parent();
            if (named == null) {
                return true;
            }
            Backup parent = byId.get(named.id());
            if (parent == null || !parent.digest().equals(named.digest())) {
                return false;
            }
            link = parent;
        }
        return false;
    }

    private @Nullable Backup parent(Backup child) {
        ParentBackup named = child.manifest().parent();
        return named == null ? null : byId.get(named.id());
    }

    private static Instant time(Backup backup) {
        return backup.manifest().finishedAt();
    }
}
