package io.github.jooqeventstore.postgres;

import java.io.IOException;
import java.io.Reader;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** Where a Docker engine may listen: the places that Testcontainers looks at, in its order. */
final class EngineAddress {
    private EngineAddress() {}

    /** {@return the configured address, or null} From DOCKER_HOST, or {@code ~/.testcontainers.properties}. */
    static @Nullable String configured(Map<String, String> environment, Path home) {
        Properties properties = new Properties();
        Path file = home.resolve(".testcontainers.properties");
        if (Files.isReadable(file)) {
            try (Reader reader = Files.newBufferedReader(file)) {
                properties.load(reader);
            } catch (IOException | IllegalArgumentException e) {
                // Testcontainers does without it, too.
            }
        }
        String host = properties.getProperty("tc.host", environment.get("DOCKER_HOST"));
        String address = host == null || host.isBlank() ? properties.getProperty("docker.host") : host;
        return address == null || address.isBlank() ? null : address;
    }

    /** {@return the sockets that exist in the usual places} */
    static List<EngineSocket> usual(Map<String, String> environment, Path home) {
        List<Path> places = new ArrayList<>();
        String runtime = environment.get("XDG_RUNTIME_DIR");
        if (runtime != null && !runtime.isBlank()) {
            places.add(Path.of(runtime, "docker.sock"));
        }
        places.add(home.resolve(".docker/run/docker.sock"));
        places.add(Path.of("/var/run/docker.sock"));
        places.add(home.resolve(".docker/desktop/docker.sock"));
        return places.stream().filter(Files::exists).map(EngineAddress::unix).toList();
    }

    /** {@return the socket of a configured address, or null when only Testcontainers can talk to it: TLS, SSH, Windows pipes} */
    static @Nullable EngineSocket of(String address, Map<String, String> environment) {
        try {
            URI uri = URI.create(address);
            boolean plain = environment.getOrDefault("DOCKER_TLS_VERIFY", "").isEmpty();
            if ("unix".equals(uri.getScheme())) {
                return unix(Path.of(uri.getPath()));
            }
            if (("tcp".equals(uri.getScheme()) || "http".equals(uri.getScheme())) && plain && uri.getHost() != null) {
                int port = uri.getPort() < 0 ? 2375 : uri.getPort();
                return new EngineSocket(new InetSocketAddress(uri.getHost(), port), address);
            }
            return null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static EngineSocket unix(Path socket) {
        return new EngineSocket(UnixDomainSocketAddress.of(socket), "unix://" + socket);
    }
}
