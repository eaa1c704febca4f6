package io.github.jooqeventstore.operations.drill;

import io.github.jooqeventstore.operations.ExitCode;
import io.github.jooqeventstore.operations.OperationsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Where a drill leaves what it has measured. */
public final class DrillFiles {
    /** The report as a page that needs nothing else. */
    public static final String PAGE = "drill.html";
    /** The report for programs. */
    public static final String DATA = "drill.json";

    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private DrillFiles() {}

    static void write(DrillReport report, Path folder) {
        write(folder.resolve(PAGE), DrillPage.of(report));
        write(folder.resolve(DATA), JSON.writeValueAsString(report) + "\n");
    }

    /** Writes a file as a whole or not at all. */
    static void write(Path file, String text) {
        Path fresh = file.resolveSibling("." + file.getFileName() + ".new");
        try {
            Files.writeString(fresh, text);
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new OperationsException(ExitCode.NO_SPACE, "file " + file + ": expected to write it, found " + e, e);
        }
    }
}
