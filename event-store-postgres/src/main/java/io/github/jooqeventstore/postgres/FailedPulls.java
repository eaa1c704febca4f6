package io.github.jooqeventstore.postgres;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Remembers for some minutes that an engine could not pull an image: a build asks once, not once for each of its JVMs.
 *
 * @param folder where the notes lie, one file an engine and image
 */
record FailedPulls(Path folder) {
    private static final Duration LIFE = Duration.ofMinutes(10);

    @Nullable
    String recall(EngineSocket engine, String image) {
        Path note = note(engine, image);
        try {
            if (!Files.exists(note)
                    || Files.getLastModifiedTime(note)
                            .toInstant()
                            .isBefore(Instant.now().minus(LIFE))) {
                return null;
            }
            return Files.readString(note) + " (tried at " + Files.getLastModifiedTime(note) + ")";
        } catch (IOException e) {
            return null;
        }
    }

    void remember(EngineSocket engine, String image, String failure) {
        try {
            Files.writeString(note(engine, image), failure);
        } catch (IOException e) {
            // The next JVM asks again, then.
        }
    }

    private Path note(EngineSocket engine, String image) {
        String key = engine.name() + " " + image;
        return folder.resolve("no-image-" + UUID.nameUUIDFromBytes(key.getBytes(StandardCharsets.UTF_8)));
    }
}
