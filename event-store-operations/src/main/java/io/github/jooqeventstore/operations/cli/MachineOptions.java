package io.github.jooqeventstore.operations.cli;

import io.github.jooqeventstore.operations.ExitCode;
import io.github.jooqeventstore.operations.OperationsException;
import io.github.jooqeventstore.operations.tune.Machine;
import io.github.jooqeventstore.operations.tune.Tuning;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What the server may use: of this machine unless said otherwise. */
final class MachineOptions {
    private static final Pattern SIZE = Pattern.compile("([0-9]{1,9})(MB|GB)");

    @Option(
            names = "--memory",
            paramLabel = "SIZE",
            description = "The server's memory, 16GB for instance; else this machine's.")
    private @Nullable String memory;

    @Option(names = "--cpus", description = "How many CPUs it has; else this machine's.")
    private @Nullable Integer cpus;

    @Option(names = "--disk", description = "ssd or hdd; else as this machine's.")
    private Machine.@Nullable Disk disk;

    @Option(
            names = "--connections",
            defaultValue = "100",
            description = "How many connections all programs together open: ${DEFAULT-VALUE} unless given.")
    private int connections;

    @Option(
            names = "--without-statements",
            description = "Leave pg_stat_statements out: a server on which it is not installed would not start.")
    private boolean withoutStatements;

    /** {@return whether the machine is described, so that this one need not be the server's} */
    boolean isWhole() {
        return memory != null && cpus != null && disk != null;
    }

    /** {@return how many CPUs the server has, if that was said} */
    @Nullable
    Integer cpus() {
        return cpus;
    }

    Tuning tuning() {
        try {
            Machine machine = memory != null && cpus != null && disk != null
                    ? new Machine(bytes(memory), cpus, disk)
                    : over(Machine.here());
            return new Tuning(machine, connections, !withoutStatements);
        } catch (IllegalArgumentException e) {
            throw new OperationsException(ExitCode.USAGE, String.valueOf(e.getMessage()), e);
        }
    }

    private Machine over(Machine here) {
        return new Machine(
                memory == null ? here.memory() : bytes(memory),
                cpus == null ? here.cpus() : cpus,
                disk == null ? here.disk() : disk);
    }

    private static long bytes(String size) {
        Matcher matcher = SIZE.matcher(size);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("--memory: expected a size such as 512MB or 16GB, found " + size);
        }
        return Long.parseLong(matcher.group(1)) << (matcher.group(2).equals("MB") ? 20 : 30);
    }
}
