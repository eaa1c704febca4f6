package io.github.jooqeventstore.postgres;

import io.github.jooqeventstore.postgres.PostgresOptions.Mode;

/** Which server is taken, and why. */
record Choice(RunningServer server, String reason) {

    static Choice of(PostgresOptions options) {
        return switch (options.mode()) {
            case URL -> given(options);
            case DOCKER -> forcedDocker(options);
            case EMBEDDED -> new Choice(EmbeddedServer.start(options), "mode embedded");
            case AUTO -> firstThatIsThere(options);
        };
    }

    private static Choice firstThatIsThere(PostgresOptions options) {
        if (options.url() != null) {
            return given(options);
        }
        if (options.dataFolder() != null) {
            return new Choice(EmbeddedServer.start(options), "a data folder was given");
        }
        String image = DockerServer.imageOf(options);
        return switch (DockerProbe.withMemory().ask(image)) {
            case DockerProbe.Ready ready -> dockerElseEmbedded(options, ready.reason());
            case DockerProbe.Unknown unknown -> embedded(options, unknown.reason());
            case DockerProbe.No no -> embedded(options, no.reason());
        };
    }

    private static Choice dockerElseEmbedded(PostgresOptions options, String reason) {
        try {
            return new Choice(DockerServer.start(options), reason);
        } catch (PostgresServerException e) {
            return embedded(options, String.valueOf(e.getMessage()));
        }
    }

    private static Choice embedded(PostgresOptions options, String whyNotDocker) {
        try {
            return new Choice(EmbeddedServer.start(options), whyNotDocker);
        } catch (PostgresServerException e) {
            throw new PostgresServerException(e.getMessage() + "; no Docker instead: " + whyNotDocker, e);
        }
    }

    private static Choice given(PostgresOptions options) {
        String url = options.url();
        if (url == null) {
            throw new PostgresServerException("mode url: expected a URL in eventstore.postgres.url, found none");
        }
        return new Choice(GivenServer.of(url, options.user(), options.password()), "its URL was given");
    }

    private static Choice forcedDocker(PostgresOptions options) {
        if (options.dataFolder() != null) {
            throw new PostgresServerException("data folder " + options.dataFolder()
                    + ": expected mode " + Mode.EMBEDDED + " or " + Mode.AUTO
                    + ", found DOCKER, whose data is always thrown away");
        }
        return switch (DockerProbe.withoutMemory().ask(DockerServer.imageOf(options))) {
            case DockerProbe.No no ->
                throw new PostgresServerException(
                        "mode docker: expected a Docker engine with the image, found " + no.reason());
            case DockerProbe.Unknown unknown -> new Choice(DockerServer.start(options), "mode docker");
            case DockerProbe.Ready ready -> new Choice(DockerServer.start(options), "mode docker");
        };
    }
}
