package io.github.jooqeventstore.operations.process;

import io.github.jooqeventstore.operations.DatabaseTarget;
import io.github.jooqeventstore.operations.ExitCode;
import io.github.jooqeventstore.operations.OperationsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;

/** The password of a target in a file that only this account can read, as PostgreSQL's programs want it; gone after use. */
public final class PasswordFile implements AutoCloseable {
    private final @Nullable Path file;

    private PasswordFile(@Nullable Path file) {
        this.file = file;
    }

    /** {@return the file, or none where the target has no password} */
    public static PasswordFile of(DatabaseTarget target) {
        String password = target.password();
        if (password == null) {
            return new PasswordFile(null);
        }
        try {
            Path file = Files.createTempFile(
                    "event-store-",
                    ".pgpass",
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            file.toFile().deleteOnExit();
            // In place of server and database, anything: the file is for one program and one moment.
            Files.writeString(file, "*:*:*:" + escaped(target.user()) + ":" + escaped(password) + "\n");
            return new PasswordFile(file);
        } catch (IOException e) {
            throw new OperationsException(
                    ExitCode.NO_SPACE, "temporary folder: expected to write there, found " + e, e);
        }
    }

    /** {@return the file, or null where there is no password} */
    public @Nullable Path path() {
        return file;
    }

    private static String escaped(String text) {
        return text.replace("\\", "\\\\").replace(":", "\\:");
    }

    /** Deletes it. */
    @Override
    public void close() {
        try {
            if (file != null) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            // It is deleted when the program ends.
        }
    }
}
