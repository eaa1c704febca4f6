package io.github.jooqeventstore.postgres;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** The parts of a PostgreSQL JDBC URL: {@code jdbc:postgresql://host:port/database?parameters}. */
final class JdbcUrl {
    private JdbcUrl() {}

    /** {@return the URL without its parameters, among which a password may be} */
    static String withoutParameters(String url) {
        int question = url.indexOf('?');
        return question < 0 ? url : url.substring(0, question);
    }

    /** {@return the URL of another database on the same server, with the same parameters} */
    static String withDatabase(String url, String database) {
        String server = withoutParameters(url);
        String parameters = url.substring(server.length());
        String prefix = "jdbc:postgresql:";
        int path = server.startsWith("//", prefix.length()) ? server.indexOf('/', prefix.length() + 2) : -1;
        if (path >= 0) {
            server = server.substring(0, path);
        } else if (!server.startsWith("//", prefix.length())) {
            server = prefix + "//localhost";
        }
        return server + "/" + URLEncoder.encode(database, StandardCharsets.UTF_8) + parameters;
    }
}
