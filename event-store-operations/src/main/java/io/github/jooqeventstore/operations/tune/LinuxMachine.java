package io.github.jooqeventstore.operations.tune;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * What Linux says of a machine, in files below a root.
 *
 * <p>A container sees the memory of the whole machine in {@code /proc/meminfo}; what it may use is the least limit among its
 * control group and those around it, of version 2 or 1.
 */
final class LinuxMachine {
    private final Path root;

    LinuxMachine(Path root) {
        this.root = root;
    }

    Machine read() {
        long memory = Math.min(total(), limit("memory.max", "memory", "memory.limit_in_bytes"));
        return new Machine(memory, cpus(), disk());
    }

    private long total() {
        return lines("proc/meminfo").stream()
                .filter(line -> line.startsWith("MemTotal:"))
                .map(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) << 10)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "memory: expected /proc/meminfo to tell it, found nothing; say it with --memory"));
    }

    private long limit(String file, String controller, String oldFile) {
        return Stream.concat(
                        groups("", "0::").stream().map(group -> group.resolve(file)),
                        groups(controller, controller).stream().map(group -> group.resolve(oldFile)))
                .map(this::number)
                .filter(OptionalLong::isPresent)
                .mapToLong(OptionalLong::getAsLong)
                .min()
                .orElse(Long.MAX_VALUE);
    }

    private int cpus() {
        long there = lines("proc/cpuinfo").stream()
                .filter(line -> line.startsWith("processor"))
                .count();
        double most = there == 0 ? Runtime.getRuntime().availableProcessors() : there;
        for (Path group : groups("", "0::")) {
            List<String> words = words(group.resolve("cpu.max"));
            if (words.size() == 2 && !words.getFirst().equals("max")) {
                most = Math.min(most, Double.parseDouble(words.getFirst()) / Double.parseDouble(words.get(1)));
            }
        }
        for (Path group : groups("cpu", "cpu")) {
            long quota = number(group.resolve("cpu.cfs_quota_us")).orElse(-1);
            long period = number(group.resolve("cpu.cfs_period_us")).orElse(-1);
            if (quota > 0 && period > 0) {
                most = Math.min(most, (double) quota / period);
            }
        }
        return (int) Math.max(1, Math.ceil(most));
    }

    /** The folders of this process's group and of those around it, innermost first. */
    private List<Path> groups(String hierarchy, String controller) {
        Path top = root.resolve("sys/fs/cgroup").resolve(hierarchy);
        List<Path> groups = new ArrayList<>();
        for (String line : lines("proc/self/cgroup")) {
            boolean ours = controller.equals("0::")
                    ? line.startsWith(controller)
                    : List.of(line.split(":", 3)[1].split(",")).contains(controller);
            if (ours) {
                Path inner = top.resolve(line.split(":", 3)[2].replaceFirst("^/+", ""))
                        .normalize();
                for (Path group = inner; group != null && group.startsWith(top); group = group.getParent()) {
                    groups.add(group);
                }
            }
        }
        // In a container, the path may be that of the machine, which is not to be seen from within.
        groups.add(top);
        return groups;
    }

    private Machine.Disk disk() {
        try (Stream<Path> devices = Files.list(root.resolve("sys/block"))) {
            List<String> turns = devices.filter(
                            device -> !device.getFileName().toString().matches("(loop|ram|zram|dm-|sr).*"))
                    .flatMap(device -> words(device.resolve("queue/rotational")).stream())
                    .toList();
            return !turns.isEmpty() && turns.stream().allMatch("1"::equals) ? Machine.Disk.HDD : Machine.Disk.SSD;
        } catch (IOException e) {
            return Machine.Disk.SSD;
        }
    }

    private OptionalLong number(Path file) {
        List<String> words = words(file);
        return words.isEmpty() || !words.getFirst().matches("-?[0-9]{1,18}")
                ? OptionalLong.empty()
                : OptionalLong.of(Long.parseLong(words.getFirst()));
    }

    private static List<String> words(Path file) {
        return read(file).stream()
                .flatMap(line -> Stream.of(line.strip().split("\\s+")))
                .filter(word -> !word.isEmpty())
                .toList();
    }

    private List<String> lines(String file) {
        return read(root.resolve(file));
    }

    private static List<String> read(Path file) {
        try {
            return Files.isReadable(file) && Files.isRegularFile(file) ? Files.readAllLines(file) : List.of();
        } catch (IOException e) {
            return List.of();
        }
    }
}
