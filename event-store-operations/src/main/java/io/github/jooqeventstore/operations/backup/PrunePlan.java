package io.github.jooqeventstore.operations.backup;

import io.github.jooqeventstore.operations.ExitCode;
import io.github.jooqeventstore.operations.OperationsException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which backups are kept, each with the first reason for it, and which are removed.
 *
 * <p>Only verified backups count: those of a failing month never displace the last good one, and those that were only read
 * never displace the last one that was restored. A backup that goes on from others is as good as all of them together.
 *
 * @param kept why each is kept, by id, oldest first
 * @param removed what is removed, newest first: none before what goes on from it
 */
public record PrunePlan(Map<String, String> kept, List<Backup> removed) {
    private static final Comparator<Backup> BY_TIME = Comparator.<Backup, Instant>comparing(
                    backup -> backup.manifest().finishedAt())
            .thenComparing(Backup::id);

    /** Copies. */
    public PrunePlan {
        kept = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(kept));
        removed = List.copyOf(removed);
    }

    /**
     * {@return the plan} Nothing is read or removed.
     *
     * @param backups all complete backups there are
     * @param now the time
     * @throws OperationsException with {@link ExitCode#REFUSED} when there is no verified backup, or the newest is too old
     */
    public static PrunePlan of(List<Backup> backups, PrunePolicy policy, Instant now) {
        var all = new Retention(backups, policy, now);
        all.refuseWithoutAFreshOne();
        Map<String, String> reasons = new LinkedHashMap<>();
        backups.stream()
                .collect(Collectors.groupingBy(Retention::group, LinkedHashMap::new, Collectors.toList()))
                .values()
                .forEach(group -> all.keep(group, reasons));
        all.keepParents(reasons);
        Map<String, String> kept = new LinkedHashMap<>();
        List<Backup> removed = new ArrayList<>();
        for (Backup backup : backups.stream().sorted(BY_TIME).toList()) {
            String reason = reasons.get(backup.id());
            if (reason == null) {
                removed.addFirst(backup);
            } else {
                kept.put(backup.id(), reason);
            }
        }
        return new PrunePlan(kept, childrenFirst(removed));
    }

    // Times are told by the clocks of machines: the order of parents is what counts.
    private static List<Backup> childrenFirst(List<Backup> removed) {
        List<Backup> ordered = new ArrayList<>();
        List<Backup> left = new ArrayList<>(removed);
        while (!left.isEmpty()) {
            Backup next = left.stream()
                    .filter(backup -> left.stream().noneMatch(other -> isParent(backup, other)))
                    .findFirst()
                    .orElse(left.getFirst());
            left.remove(next);
            ordered.add(next);
        }
        return ordered;
    }

    private static boolean isParent(Backup backup, Backup other) {
        @Nullable ParentBackup parent = other.manifest().parent();
        return parent != null && parent.id().equals(backup.id());
    }
}
