package io.github.jooqeventstore.pool;

import io.github.jooqeventstore.InvalidInputException;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;
import org.postgresql.PGProperty;
import org.postgresql.ds.PGSimpleDataSource;

/** The server as the driver sees it: address, login, times. */
final class Target {

    private Target() {}

    /** The address is not quoted: it may hold a password. */
    static void requireReadable(String subject, String url) {
        if (withoutParameters(url).indexOf('@') >= 0) {
            throw new InvalidInputException(
                    subject, "url must not hold a login before the host, found an @; say user and password apart");
        }
        if (parse(url) == null) {
            throw new InvalidInputException(
                    subject,
                    "url must be one that PostgreSQL's driver takes, as in jdbc:postgresql://host:5432/database,"
                            + " found another");
        }
    }

    static String withoutParameters(String url) {
        int parameters = url.indexOf('?');
        return parameters < 0 ? url : url.substring(0, parameters);
    }

    static PGSimpleDataSource dataSource(PoolOptions options) {
        PGSimpleDataSource target = new PGSimpleDataSource();
        target.setUrl(options.url());
        if (options.user() != null) {
            target.setUser(options.user());
        }
        if (options.password() != null) {
            target.setPassword(options.password());
        }
        Properties given = parse(options.url());
        int connectSeconds = Math.toIntExact(options.times().connect().toSeconds());
        int socketSeconds = Math.toIntExact(options.times().socket().toSeconds());
        if (isAbsent(given, PGProperty.CONNECT_TIMEOUT)) {
            target.setConnectTimeout(connectSeconds);
        }
        if (isAbsent(given, PGProperty.LOGIN_TIMEOUT)) {
            target.setLoginTimeout(connectSeconds);
        }
        if (isAbsent(given, PGProperty.SOCKET_TIMEOUT)) {
            target.setSocketTimeout(socketSeconds);
        }
        if (isAbsent(given, PGProperty.TCP_KEEP_ALIVE)) {
            target.setTcpKeepAlive(true);
        }
        if (isAbsent(given, PGProperty.APPLICATION_NAME)) {
            target.setApplicationName(options.name());
        }
        return target;
    }

    private static boolean isAbsent(@Nullable Properties given, PGProperty property) {
        return given == null || !given.containsKey(property.getName());
    }

    private static @Nullable Properties parse(String url) {
        return Driver.parseURL(url, null);
    }
}
