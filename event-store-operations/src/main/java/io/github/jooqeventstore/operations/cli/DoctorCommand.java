package io.github.jooqeventstore.operations.cli;

import io.github.jooqeventstore.operations.doctor.Diagnosis;
import io.github.jooqeventstore.operations.doctor.Doctor;
import io.github.jooqeventstore.operations.doctor.DoctorFinding;
import io.github.jooqeventstore.operations.doctor.DoctorLimits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code doctor}. */
@Command(
        name = "doctor",
        description = {
            "Tells in plain sentences what is wrong with the store and its server, the worst first, and what mends it.",
            "Reads only. 1 when something is wrong, 7 when events or history are; what is only advice does not count."
        },
        mixinStandardHelpOptions = true)
final class DoctorCommand implements Callable<Integer> {
    @Mixin
    private ConnectionOptions connection;

    @Mixin
    private Output output;

    @Option(
            names = "--open-for",
            paramLabel = "TIME",
            converter = DurationOption.class,
            description =
                    "How long a transaction may be open, idle or prepared; else a bound for each: 10 minutes open, one"
                            + " idle or behind an append, five prepared.")
    private @Nullable Duration openFor;

    @Override
    public Integer call() {
        DoctorLimits limits = DoctorLimits.defaults();
        Diagnosis diagnosis = Doctor.of(connection.target())
                .limits(openFor == null ? limits : limits.transactions(openFor))
                .examine();
        output.result(diagnosis, text(diagnosis));
        return diagnosis.exitCode().code();
    }

    private static String text(Diagnosis diagnosis) {
        List<String> lines = new ArrayList<>();
        int number = 1;
        for (DoctorFinding finding : diagnosis.findings()) {
            lines.add(number++ + ". " + finding.severity() + ", " + finding.check() + ": " + finding.problem());
            lines.add("   -> " + finding.mend());
        }
        if (diagnosis.findings().isEmpty()) {
            lines.add("nothing is wrong, in " + diagnosis.examined().size() + " checks");
        }
        new TreeMap<>(diagnosis.notSeen()).forEach((what, why) -> lines.add("not seen: " + what + ": " + why));
        return String.join("\n", lines);
    }
}
