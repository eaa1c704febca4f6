package io.github.jooqeventstore.operations.drill;

import io.github.jooqeventstore.operations.ExitCode;
import io.github.jooqeventstore.operations.OperationsException;
import io.github.jooqeventstore.operations.Progress;
import io.github.jooqeventstore.operations.files.FileTree;
import io.github.jooqeventstore.operations.process.FolderAccount;
import io.github.jooqeventstore.operations.process.NewCluster;
import io.github.jooqeventstore.operations.process.PostgresPrograms;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * The folder of a drill: what it needs while it runs goes in the end, whatever happened.
 *
 * @param scene in it
 */
record DrillFolder(DrillScene scene) implements AutoCloseable {
    private static final int PASSWORD_BYTES = 16;

    static DrillFolder open(Path directory, PostgresPrograms programs, Progress progress) {
        Path whole = directory.toAbsolutePath().normalize();
        int version = NewCluster.newestVersion(programs);
        try {
            refuseContent(whole);
            Path work = whole.resolve("work");
            Files.createDirectories(work);
            Path parent = whole.getParent();
            FolderAccount.giveTo(parent == null ? whole : parent, whole);
            return new DrillFolder(new DrillScene(work, version, programs, password(), progress));
        } catch (IOException e) {
            throw new OperationsException(
                    ExitCode.USAGE, "folder " + whole + ": expected to work there, found " + e, e);
        }
    }

    private static void refuseContent(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (var entries = Files.list(folder)) {
                if (entries.findAny().isPresent()) {
                    throw new OperationsException(
                            ExitCode.REFUSED,
                            "folder " + folder + ": expected an empty one or none, found files; a drill deletes what it"
                                    + " makes, and nothing else");
                }
            }
        }
    }

    private static String password() {
        byte[] bytes = new byte[PASSWORD_BYTES];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    @Override
    public void close() {
        try {
            FileTree.delete(scene.folder());
        } catch (IOException e) {
            throw new OperationsException(
                    ExitCode.CHECK_FAILED, "folder " + scene.folder() + ": expected to delete it, found " + e, e);
        }
    }
}
