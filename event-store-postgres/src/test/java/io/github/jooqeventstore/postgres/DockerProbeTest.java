package io.github.jooqeventstore.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.jooqeventstore.postgres.DockerProbe.Limits;
import io.github.jooqeventstore.postgres.DockerProbe.No;
import io.github.jooqeventstore.postgres.DockerProbe.Ready;
import io.github.jooqeventstore.postgres.DockerProbe.Unknown;
import java.io.IOException;
import java.io.InputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DockerProbeTest {
    private static final String IMAGE = "postgres:18";
    private static final Limits SHORT =
            new Limits(Duration.ofMillis(500), Duration.ofMillis(500), Duration.ofSeconds(2));

    @TempDir
    private Path folder;

    private final Map<String, String> environment = new HashMap<>();
    private FakeEngine engine;

    @BeforeEach
    void startAnEngine() throws IOException {
        engine = new FakeEngine(folder);
        environment.put("DOCKER_HOST", engine.address());
    }

    @AfterEach
    void stopTheEngine() throws IOException {
        engine.close();
    }

    @Nested
    class AnEngineThatIsWell {
        @BeforeEach
        void answersPing() {
            engine.answering("GET /_ping", 200, "OK");
        }

        @Test
        void isReadyWithTheImages() {
            engine.with(IMAGE).with(DockerProbe.RYUK);
            assertThat(ask())
                    .isEqualTo(new Ready("the Docker engine at " + engine.address() + " has the image " + IMAGE));
        }

        @Test
        void isNotReadyWhenItCannotPullAndIsNotAskedAgainSoon() {
            engine.without(IMAGE)
                    .with(DockerProbe.RYUK)
                    .answering(
                            "POST /images/create?fromImage=" + IMAGE,
                            500,
                            "{\"message\":\"Get \\\"registry\\\": no such host\"}");
            assertThat(ask())
                    .isEqualTo(new No("the Docker engine at " + engine.address() + " has no image " + IMAGE
                            + " and cannot pull it: Get 'registry': no such host"));
            assertThat(ask().reason()).contains("no such host (tried at ");
            assertThat(engine.requests())
                    .filteredOn(request -> request.startsWith("POST"))
                    .hasSize(1);
        }

        @Test
        void isNotReadyWhenItsPullIsSilent() {
            engine.without(IMAGE).with(DockerProbe.RYUK);
            assertThat(ask())
                    .isEqualTo(new No("the Docker engine at " + engine.address() + " has no image " + IMAGE
                            + " and cannot pull it: no answer in time"));
        }

        @Test
        void needsTheImageOfTheReaperUnlessThatIsDisabled() {
            engine.with(IMAGE)
                    .without(DockerProbe.RYUK)
                    .answering("POST /images/create?fromImage=" + DockerProbe.RYUK, 404, "{}");
            assertThat(ask())
                    .isEqualTo(new No("the Docker engine at " + engine.address() + " has no image " + DockerProbe.RYUK
                            + " and cannot pull it: the engine does not say why; pull it, or do without it: "
                            + "TESTCONTAINERS_RYUK_DISABLED=true"));
            environment.put("TESTCONTAINERS_RYUK_DISABLED", "true");
            assertThat(ask()).isInstanceOf(Ready.class);
        }

        @Test
        void needsAnImageToFindItselfFromWithinAContainerOfAnUnknownNetwork() {
            engine.with(IMAGE).with(DockerProbe.RYUK).without(DockerProbe.TINY);
            engine.answering("GET /networks/bridge", 200, "{\"IPAM\":{\"Config\":[{\"Gateway\":\"172.17.0.1\"}]}}");
            assertThat(probe(true).ask(IMAGE)).isInstanceOf(Ready.class);
            engine.answering("GET /networks/bridge", 200, "{\"IPAM\":{\"Config\":[]}}");
            assertThat(probe(true).ask(IMAGE).reason()).contains(" has no image " + DockerProbe.TINY);
            environment.put("TESTCONTAINERS_HOST_OVERRIDE", "localhost");
            assertThat(probe(true).ask(IMAGE)).isInstanceOf(Ready.class);
        }
    }

    @Nested
    class AnEngineThatIsDead {
        @Test
        void isGivenUpAfterSeconds() {
            long start = System.nanoTime();
            assertThat(ask())
                    .isEqualTo(
                            new No("the Docker engine at " + engine.address() + " does not answer: no answer in time"));
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(3));
        }

        @Test
        void isNoEngineWhenItsSocketIsAllThatIsLeft() throws IOException {
            Path socket = folder.resolve("left.sock");
            try (var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
                server.bind(UnixDomainSocketAddress.of(socket));
            }
            environment.put("DOCKER_HOST", "unix://" + socket);
            assertThat(ask()).isEqualTo(new No("no Docker engine at unix://" + socket));
        }

        @Test
        void isNoEngineOnAPortWithoutListener() throws IOException {
            String address = "tcp://127.0.0.1:" + Ports.free();
            environment.put("DOCKER_HOST", address);
            assertThat(ask()).isEqualTo(new No("no Docker engine at " + address));
        }
    }

    @Test
    void leavesToTestcontainersWhatItAloneCanAsk() {
        environment.put("DOCKER_HOST", "ssh://somewhere");
        assertThat(ask()).isEqualTo(new Unknown("the Docker engine at ssh://somewhere is used with mode docker only"));
    }

    @Test
    void refusesAnImageThatIsNoName() {
        assertThatThrownBy(() -> probe(false).ask("postgres:18/json?x="))
                .isInstanceOf(PostgresServerException.class)
                .hasMessageContaining("expected the name of an image");
    }

    @Test
    void namesTheImagesThatTestcontainersNames() throws IOException {
        assertThat(constants("org/testcontainers/utility/RyukContainer.class")).contains(DockerProbe.RYUK);
        assertThat(constants("org/testcontainers/DockerClientFactory.class")).contains(DockerProbe.TINY);
    }

    private DockerProbe.Answer ask() {
        return probe(false).ask(IMAGE);
    }

    private DockerProbe probe(boolean inContainer) {
        return new DockerProbe(environment, folder, inContainer, SHORT, new FailedPulls(folder));
    }

    private static String constants(String classFile) throws IOException {
        try (InputStream bytes = DockerProbeTest.class.getClassLoader().getResourceAsStream(classFile)) {
            assertThat(bytes).isNotNull();
            return new String(bytes.readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }
}
