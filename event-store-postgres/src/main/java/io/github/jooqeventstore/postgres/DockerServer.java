package io.github.jooqeventstore.postgres;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.testcontainers.postgresql.PostgreSQLContainer;
import org.testcontainers.utility.DockerImageName;

/** A container that Testcontainers starts, and removes at the end. */
final class DockerServer implements RunningServer {
    private final PostgreSQLContainer container;
    private final String image;

    private DockerServer(PostgreSQLContainer container, String image) {
        this.container = container;
        this.image = image;
    }

    static String imageOf(PostgresOptions options) {
        String image = options.image();
        String version = options.version();
        return image != null ? image : "postgres:" + (version == null ? ServerVersion.DEFAULT_MAJOR : version);
    }

    static DockerServer start(PostgresOptions options) {
        String image = imageOf(options);
        Login login = Login.of(options);
        var container = new PostgreSQLContainer(DockerImageName.parse(image).asCompatibleSubstituteFor("postgres"));
        container
                .withDatabaseName("postgres")
                .withUsername(login.user())
                .withPassword(login.password())
                .withCommand(command(options));
        try {
            container.start();
            return new DockerServer(container, image);
        } catch (RuntimeException e) {
            container.close();
            throw new PostgresServerException(
                    "PostgreSQL in Docker: expected a container of " + image + ", found " + e.getMessage(), e);
        }
    }

    @Override
    public String jdbcUrl() {
        return "jdbc:postgresql://" + container.getHost() + ":"
                + container.getMappedPort(PostgreSQLContainer.POSTGRESQL_PORT) + "/postgres";
    }

    @Override
    public String user() {
        return container.getUsername();
    }

    @Override
    public String password() {
        return container.getPassword();
    }

    @Override
    public String description() {
        return "in Docker, image " + image + ", at " + jdbcUrl() + ", data thrown away at the end";
    }

    @Override
    public void close() {
        container.close();
    }

    private static String[] command(PostgresOptions options) {
        List<String> command = new ArrayList<>(List.of("postgres", "-c", "fsync=off", "-c", "full_page_writes=off"));
        for (Map.Entry<String, String> setting : options.settings().entrySet()) {
            command.add("-c");
            command.add(setting.getKey() + "=" + setting.getValue());
        }
        return command.toArray(String[]::new);
    }
}
