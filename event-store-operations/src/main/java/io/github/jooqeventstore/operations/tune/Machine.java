package io.github.jooqeventstore.operations.tune;

import java.nio.file.Path;

/**
 * What a server may use.
 *
 * @param memory in bytes
 * @param cpus how many
 * @param disk of which kind the data's disk is
 */
public record Machine(long memory, int cpus, Disk disk) {
    private static final long LEAST_MEMORY = 256L << 20;

    /** The kinds of disk. */
    public enum Disk {
        /** Any that has no head to move: flash, and what clouds give. */
        SSD,
        /** One that turns. */
        HDD
    }

    /**
     * Checks.
     *
     * @throws IllegalArgumentException for less than 256 MB or less than one CPU
     */
    public Machine {
        if (memory < LEAST_MEMORY) {
            throw new IllegalArgumentException("memory: expected 256 MB or more, found " + (memory >> 20) + " MB");
        }
        if (cpus < 1) {
            throw new IllegalArgumentException("cpus: expected 1 or more, found " + cpus);
        }
    }

    /** {@return this machine, as far as the control group of this process lets it use it} */
    public static Machine here() {
        return new LinuxMachine(Path.of("/")).read();
    }
}
