package io.github.jooqeventstore.operations.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.jooqeventstore.operations.TestStore;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** The probes over HTTP. */
class HealthServerTest {
    private static final JsonMapper JSON = new JsonMapper();

    private static HttpResponse<String> ask(HealthServer server, String method, String path) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                    HttpRequest.newBuilder(URI.create(
                                    "http://127.0.0.1:" + server.address().getPort() + path))
                            .method(method, HttpRequest.BodyPublishers.noBody())
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        }
    }

    private static HealthServer serve(TestStore store) throws Exception {
        return HealthServer.start(
                Health.of(store.dataSource()).limits(HealthLimits.defaults().freeDisk(0)),
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }

    @Test
    void answer200WithTheReport() throws Exception {
        try (HealthServer server = serve(TestStore.create())) {
            for (String probe : new String[] {"live", "ready", "deep"}) {
                HttpResponse<String> response = ask(server, "GET", "/" + probe);

                assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
                assertThat(JSON.readTree(response.body()).get("probe").asString())
                        .isEqualTo(probe);
                assertThat(response.headers().firstValue("Cache-Control")).hasValue("no-store");
            }
        }
    }

    @Test
    void answer503WhenSomethingIsWrongAndStayAlive() throws Exception {
        try (HealthServer server = serve(TestStore.withoutSchema())) {
            HttpResponse<String> ready = ask(server, "GET", "/ready");

            assertThat(ready.statusCode()).isEqualTo(503);
            assertThat(JSON.readTree(ready.body()).get("checks").toString()).contains("event-store migrate");
            assertThat(ask(server, "GET", "/deep").statusCode()).isEqualTo(503);
            assertThat(ask(server, "GET", "/live").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void answerNothingElse() throws Exception {
        try (HealthServer server = serve(TestStore.create())) {
            assertThat(ask(server, "HEAD", "/ready").statusCode()).isEqualTo(200);
            assertThat(ask(server, "HEAD", "/ready").body()).isEmpty();
            assertThat(ask(server, "POST", "/ready").statusCode()).isEqualTo(405);
            assertThat(ask(server, "GET", "/").statusCode()).isEqualTo(404);
            assertThat(ask(server, "GET", "/ready/x").statusCode()).isEqualTo(404);
        }
    }
}
