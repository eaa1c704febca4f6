package io.github.jooqeventstore.operations.tune;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What this process may use, read from files as Linux has them. */
class LinuxMachineTest {
    private static final long GB = 1L << 30;

    @TempDir
    private Path root;

    @BeforeEach
    void aMachineOf16GigabytesAnd8Cpus() throws IOException {
        file("proc/meminfo", "MemTotal:       16777216 kB\nMemFree:         1000 kB\n");
        file("proc/cpuinfo", "processor\t: 0\nmodel name : x\n".repeat(8));
    }

    private void file(String path, String text) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private Machine machine() {
        return new LinuxMachine(root).read();
    }

    @Test
    void isTheWholeMachineWithoutAnyGroup() {
        assertThat(machine()).isEqualTo(new Machine(16 * GB, 8, Machine.Disk.SSD));
    }

    @Nested
    class WithGroupsOfVersion2 {
        @Test
        void isWhatTheGroupAllows() throws IOException {
            file("proc/self/cgroup", "0::/pod/db\n");
            file("sys/fs/cgroup/pod/db/memory.max", "4294967296\n");
            file("sys/fs/cgroup/pod/db/cpu.max", "150000 100000\n");

            assertThat(machine()).isEqualTo(new Machine(4 * GB, 2, Machine.Disk.SSD));
        }

        @Test
        void isWhatAGroupAroundItAllows() throws IOException {
            file("proc/self/cgroup", "0::/pod/db\n");
            file("sys/fs/cgroup/pod/memory.max", "2147483648\n");
            file("sys/fs/cgroup/pod/db/memory.max", "max\n");
            file("sys/fs/cgroup/pod/cpu.max", "100000 100000\n");
            file("sys/fs/cgroup/pod/db/cpu.max", "max 100000\n");

            assertThat(machine()).isEqualTo(new Machine(2 * GB, 1, Machine.Disk.SSD));
        }

        @Test
        void isWhatTheContainerSeesOfItsOwnGroup() throws IOException {
            file("proc/self/cgroup", "0::/system.slice/of-the-host\n");
            file("sys/fs/cgroup/memory.max", "8589934592\n");

            assertThat(machine().memory()).isEqualTo(8 * GB);
        }
    }

    @Nested
    class WithGroupsOfVersion1 {
        @Test
        void isWhatTheGroupAllows() throws IOException {
            file("proc/self/cgroup", "4:cpu,cpuacct:/docker/abc\n3:memory:/docker/abc\n");
            file("sys/fs/cgroup/memory/docker/abc/memory.limit_in_bytes", "4294967296\n");
            file("sys/fs/cgroup/cpu/docker/abc/cpu.cfs_quota_us", "250000\n");
            file("sys/fs/cgroup/cpu/docker/abc/cpu.cfs_period_us", "100000\n");

            assertThat(machine()).isEqualTo(new Machine(4 * GB, 3, Machine.Disk.SSD));
        }

        @Test
        void isTheWholeMachineWhereTheGroupAllowsAll() throws IOException {
            file("proc/self/cgroup", "3:memory:/\n");
            file("sys/fs/cgroup/memory/memory.limit_in_bytes", "9223372036854771712\n");
            file("sys/fs/cgroup/cpu/cpu.cfs_quota_us", "-1\n");

            assertThat(machine()).isEqualTo(new Machine(16 * GB, 8, Machine.Disk.SSD));
        }
    }

    @Test
    void knowsDisksThatTurn() throws IOException {
        file("sys/block/sda/queue/rotational", "1\n");
        file("sys/block/loop0/queue/rotational", "0\n");
        assertThat(machine().disk()).isEqualTo(Machine.Disk.HDD);

        file("sys/block/nvme0n1/queue/rotational", "0\n");
        assertThat(machine().disk()).isEqualTo(Machine.Disk.SSD);
    }

    @Test
    void isThisMachineToo() {
        assertThat(Machine.here().cpus()).isPositive();
    }
}
