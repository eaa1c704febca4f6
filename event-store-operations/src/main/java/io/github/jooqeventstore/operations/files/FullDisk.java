package io.github.jooqeventstore.operations.files;

import io.github.jooqeventstore.operations.ExitCode;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Whether an error of the file system says that there is no room. Java has no type for it, the system has words. */
public final class FullDisk {
    private FullDisk() {}

    /** {@return {@link ExitCode#NO_SPACE} if there is no room, else the other code} */
    public static ExitCode or(ExitCode other, Exception error) {
        return isToldBy(error.getMessage()) ? ExitCode.NO_SPACE : other;
    }

    private static boolean isToldBy(@Nullable String message) {
        String lower = String.valueOf(message).toLowerCase(Locale.ROOT);
        return lower.contains("no space left") || lower.contains("quota exceeded");
    }
}
