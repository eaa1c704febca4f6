package io.github.jooqeventstore.postgres;

import java.io.IOException;
import java.net.ConnectException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Asks a Docker engine, in seconds, for all that Testcontainers will need from it. Testcontainers' own question takes
 * minutes where an engine is silent or cannot pull.
 */
final class DockerProbe {
    /** What Testcontainers starts beside ours: a test compares the names with its classes. */
    static final String RYUK = "testcontainers/ryuk:0.14.0";

    static final String TINY = "alpine:3.17";

    /** How long the engine may take: for a question, to say anything while it pulls, and to pull all images. */
    record Limits(Duration question, Duration silence, Duration pull) {
        static final Limits USUAL = new Limits(Duration.ofSeconds(3), Duration.ofSeconds(10), Duration.ofSeconds(60));
    }

    /** What the engine can do for us. */
    sealed interface Answer permits Ready, No, Unknown {
        /** {@return why, as it is printed} */
        String reason();
    }

    /** It runs and has the images. */
    record Ready(String reason) implements Answer {}

    /** It does not run, or has not the images. */
    record No(String reason) implements Answer {}

    /** Only Testcontainers can talk to it. */
    record Unknown(String reason) implements Answer {}

    private static final Pattern GATEWAY = Pattern.compile("\"Gateway\"\\s*:\\s*\"[^\"]+\"");
    private static final Pattern ERROR =
            Pattern.compile("\"(?:message|error)\"\\s*:\\s*\"((?:\\\\.|[^\"\\\\]){1,200})");
    private static final Pattern IMAGE_NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._/:@-]*");

    private final Map<String, String> environment;
    private final Path home;
    private final boolean inContainer;
    private final Limits limits;
    private final @Nullable FailedPulls failedPulls;

    DockerProbe(
            Map<String, String> environment,
            Path home,
            boolean inContainer,
            Limits limits,
            @Nullable FailedPulls failedPulls) {
        this.environment = environment;
        this.home = home;
        this.inContainer = inContainer;
        this.limits = limits;
        this.failedPulls = failedPulls;
    }

    /** {@return a probe that believes an earlier one of this build, where that could not pull} */
    static DockerProbe withMemory() {
        return ofThisMachine(new FailedPulls(Workplace.open().folder()));
    }

    /** {@return a probe that tries again} */
    static DockerProbe withoutMemory() {
        return ofThisMachine(null);
    }

    private static DockerProbe ofThisMachine(@Nullable FailedPulls failedPulls) {
        return new DockerProbe(
                System.getenv(),
                Path.of(System.getProperty("user.home")),
                Files.exists(Path.of("/.dockerenv")),
                Limits.USUAL,
                failedPulls);
    }

    Answer ask(String image) {
        if (!IMAGE_NAME.matcher(image).matches()) {
            throw new PostgresServerException(
                    "eventstore.postgres.image: expected the name of an image, found " + image);
        }
        String configured = EngineAddress.configured(environment, home);
        if (configured == null) {
            return askFirstThatAnswers(EngineAddress.usual(environment, home), image);
        }
        EngineSocket engine = EngineAddress.of(configured, environment);
        return engine == null
                ? new Unknown("the Docker engine at " + configured + " is used with mode docker only")
                : askFirstThatAnswers(List.of(engine), image);
    }

    private Answer askFirstThatAnswers(List<EngineSocket> engines, String image) {
        String reason = "no Docker engine found";
        for (EngineSocket engine : engines) {
            try {
                if (question(engine, "/_ping").ok()) {
                    return askForImages(engine, image);
                }
                reason = "the Docker engine at " + engine.name() + " is not well";
            } catch (ConnectException | NoSuchFileException e) {
                reason = "no Docker engine at " + engine.name();
            } catch (IOException e) {
                // A silent engine is Testcontainers' choice as well: it would wait for it.
                return new No("the Docker engine at " + engine.name() + " does not answer: " + e.getMessage());
            }
        }
        return new No(reason);
    }

    private Answer askForImages(EngineSocket engine, String image) throws IOException {
        List<String> absent = new ArrayList<>();
        for (String each : imagesFor(engine, image)) {
            if (!has(engine, each)) {
                absent.add(each);
            }
        }
        long deadline = System.nanoTime() + limits.pull().toNanos();
        for (String each : absent) {
            String failure = pull(engine, each, Duration.ofNanos(deadline - System.nanoTime()));
            if (failure != null) {
                return new No("the Docker engine at " + engine.name() + " has no image " + each
                        + " and cannot pull it: " + failure + hint(each));
            }
        }
        return new Ready("the Docker engine at " + engine.name()
                + (absent.isEmpty() ? " has the image " : " has pulled the image ") + image);
    }

    // The small ones first: they tell sooner that nothing can be pulled.
    private List<String> imagesFor(EngineSocket engine, String image) throws IOException {
        List<String> images = new ArrayList<>();
        if (inContainer && isBlank("TESTCONTAINERS_HOST_OVERRIDE") && !tellsGateway(engine)) {
            images.add(TINY);
        }
        if (!Boolean.parseBoolean(environment.get("TESTCONTAINERS_RYUK_DISABLED"))) {
            images.add(RYUK);
        }
        String prefix = environment.getOrDefault("TESTCONTAINERS_HUB_IMAGE_NAME_PREFIX", "");
        images.replaceAll(name -> prefix + name);
        images.add(image);
        return images;
    }

    private static String hint(String image) {
        if (image.endsWith(RYUK)) {
            return "; pull it, or do without it: TESTCONTAINERS_RYUK_DISABLED=true";
        }
        return image.endsWith(TINY)
                ? "; pull it, or say where the engine's ports are: TESTCONTAINERS_HOST_OVERRIDE"
                : "";
    }

    private boolean tellsGateway(EngineSocket engine) throws IOException {
        return GATEWAY.matcher(question(engine, "/networks/bridge").body()).find();
    }

    private boolean has(EngineSocket engine, String image) throws IOException {
        return question(engine, "/images/" + image + "/json").ok();
    }

    /** {@return null when the image is there now, else what went wrong} */
    private @Nullable String pull(EngineSocket engine, String image, Duration limit) throws IOException {
        String before = failedPulls == null ? null : failedPulls.recall(engine, image);
        if (before != null) {
            return before;
        }
        String failure;
        try {
            EngineSocket.Reply reply =
                    engine.request("POST", "/images/create?fromImage=" + image, limit, limits.silence());
            if (has(engine, image)) {
                return null;
            }
            failure = told(reply.body());
        } catch (IOException e) {
            failure = String.valueOf(e.getMessage());
        }
        if (failedPulls != null) {
            failedPulls.remember(engine, image, failure);
        }
        return failure;
    }

    /** {@return the engine's own words, which it gives as JSON, first or last} */
    private static String told(String body) {
        Matcher error = ERROR.matcher(body);
        return error.find() ? error.group(1).replace("\\\"", "'") : "the engine does not say why";
    }

    private EngineSocket.Reply question(EngineSocket engine, String path) throws IOException {
        return engine.request("GET", path, limits.question(), limits.question());
    }

    private boolean isBlank(String variable) {
        return environment.getOrDefault(variable, "").isBlank();
    }
}
