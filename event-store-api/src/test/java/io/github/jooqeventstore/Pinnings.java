package io.github.jooqeventstore;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedStackTrace;
import jdk.jfr.consumer.RecordingFile;
import org.jspecify.annotations.Nullable;

/** What Java's flight recorder tells of virtual threads that blocked together with the thread that carried them. */
final class Pinnings {

    private static final String EVENT = "jdk.VirtualThreadPinned";

    private Pinnings() {}

    /**
     * A virtual thread that blocked while it was pinned.
     *
     * @param duration for how long
     * @param stack the classes of its methods, the innermost first
     */
    record Pinning(Duration duration, List<String> stack) {

        /** The innermost class that is not the JDK's own. */
        String culprit() {
            return stack.stream()
                    .filter(type -> !type.startsWith("java.") && !type.startsWith("jdk.") && !type.startsWith("sun."))
                    .findFirst()
                    .orElse("the JDK");
        }
    }

    /** All that happened, however short, while the work was done. */
    static List<Pinning> during(Callable<?> work) throws Exception {
        Path file = Files.createTempFile("pinnings", ".jfr");
        try (Recording recording = new Recording()) {
            recording.enable(EVENT).withStackTrace().withThreshold(Duration.ZERO);
            recording.start();
            work.call();
            recording.stop();
            recording.dump(file);
            return RecordingFile.readAllEvents(file).stream()
                    .filter(event -> event.getEventType().getName().equals(EVENT))
                    .map(event -> new Pinning(event.getDuration(), classes(event.getStackTrace())))
                    .toList();
        } finally {
            Files.delete(file);
        }
    }

    private static List<String> classes(@Nullable RecordedStackTrace stack) {
        return stack == null
                ? List.of()
                : stack.getFrames().stream()
                        .map(frame -> frame.getMethod().getType().getName())
                        .toList();
    }
}
