package io.github.jooqeventstore.postgres;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which PostgreSQL to use, and how to run it. A value: every method named like a component returns a new one.
 *
 * @param mode which kind of server; {@link Mode#AUTO} takes the first that is there
 * @param url JDBC URL of a given server, or null
 * @param user its user; for a server of ours the superuser's name; null: the URL's own, or {@code postgres}
 * @param password its password; null: the URL's own, or a random one for a server of ours
 * @param version the major version ({@code 18}) or the whole one ({@code 18.6}) that must run; null: any given one, else 18
 * @param image Docker image; null: {@code postgres:} and the version
 * @param dataFolder where an embedded server keeps its data, also when it is killed; null: data is thrown away at close
 * @param settings server settings as in {@code postgresql.conf}, for a server of ours
 */
public record PostgresOptions(
        Mode mode,
        @Nullable String url,
        @Nullable String user,
        @Nullable String password,
        @Nullable String version,
        @Nullable String image,
        @Nullable Path dataFolder,
        Map<String, String> settings) {

    /** The kinds of server. */
    public enum Mode {
        /** A given URL, else Docker when it answers and has or can soon pull the image, else embedded. */
        AUTO,
        /** The server at the given URL. */
        URL,
        /** A container, through Testcontainers. */
        DOCKER,
        /** The PostgreSQL that comes as a dependency. */
        EMBEDDED
    }

    private static final Pattern VERSION = Pattern.compile("[1-9][0-9]*(\\.[0-9]+)?");
    private static final Pattern SETTING = Pattern.compile("[A-Za-z_][A-Za-z0-9_.]*");

    /**
     * Checks and copies.
     *
     * @throws IllegalArgumentException for a version that is none, and for a setting that cannot stand in a file of settings
     */
    public PostgresOptions {
        if (version != null && !VERSION.matcher(version).matches()) {
            throw new IllegalArgumentException("version: expected one such as 18 or 18.6, found " + version);
        }
        settings = Map.copyOf(settings);
        settings.forEach((name, value) -> {
            if (!SETTING.matcher(name).matches() || value.chars().anyMatch(Character::isISOControl)) {
                throw new IllegalArgumentException("settings: expected a name and one line of text, found " + name);
            }
        });
    }

    /** {@return whatever server is there, its data thrown away} */
    public static PostgresOptions defaults() {
        return new PostgresOptions(Mode.AUTO, null, null, null, null, null, null, Map.of());
    }

    /**
     * {@return what the system properties say} They are {@code eventstore.postgres.mode}, {@code .url}, {@code .user},
     * {@code .password}, {@code .version}, {@code .image} and {@code .data}; an empty one counts as absent.
     *
     * @throws IllegalArgumentException when the mode is none of auto, url, docker, embedded
     */
    public static PostgresOptions fromSystemProperties() {
        String data = property("data");
        return new PostgresOptions(
                modeOf(property("mode")),
                property("url"),
                property("user"),
                property("password"),
                property("version"),
                property("image"),
                data == null ? null : Path.of(data),
                Map.of());
    }

    /** {@return these options with another mode} */
    public PostgresOptions mode(Mode mode) {
        return new PostgresOptions(mode, url, user, password, version, image, dataFolder, settings);
    }

    /** {@return these options with another URL} */
    public PostgresOptions url(@Nullable String url) {
        return new PostgresOptions(mode, url, user, password, version, image, dataFolder, settings);
    }

    /** {@return these options with another user} */
    public PostgresOptions user(@Nullable String user) {
        return new PostgresOptions(mode, url, user, password, version, image, dataFolder, settings);
    }

    /** {@return these options with another password} */
    public PostgresOptions password(@Nullable String password) {
        return new PostgresOptions(mode, url, user, password, version, image, dataFolder, settings);
    }

    /** {@return these options with another version} */
    public PostgresOptions version(@Nullable String version) {
        return new PostgresOptions(mode, url, user, password, version, image, dataFolder, settings);
    }

    /** {@return these options with another image} */
    public PostgresOptions image(@Nullable String image) {
        return new PostgresOptions(mode, url, user, password, version, image, dataFolder, settings);
    }

    /** {@return these options with data kept in a folder, which is made when absent} */
    public PostgresOptions dataFolder(@Nullable Path dataFolder) {
        return new PostgresOptions(mode, url, user, password, version, image, dataFolder, settings);
    }

    /** {@return these options with these server settings alone} */
    public PostgresOptions settings(Map<String, String> settings) {
        return new PostgresOptions(mode, url, user, password, version, image, dataFolder, settings);
    }

    /** {@return these options with one more server setting, such as {@code fsync} and {@code on}} */
    public PostgresOptions setting(String name, String value) {
        var more = new HashMap<>(settings);
        more.put(name, value);
        return settings(more);
    }

    /** {@return the options without password and URL parameters} */
    @Override
    public String toString() {
        return "PostgresOptions[mode=" + mode + ", url=" + (url == null ? null : JdbcUrl.withoutParameters(url))
                + ", user=" + user + ", version=" + version + ", image=" + image + ", dataFolder=" + dataFolder
                + ", settings=" + settings + "]";
    }

    private static @Nullable String property(String name) {
        String value = System.getProperty("eventstore.postgres." + name);
        return value == null || value.isBlank() ? null : value.strip();
    }

    private static Mode modeOf(@Nullable String name) {
        if (name == null) {
            return Mode.AUTO;
        }
        for (Mode mode : Mode.values()) {
            if (mode.name().equals(name.toUpperCase(Locale.ROOT))) {
                return mode;
            }
        }
        throw new IllegalArgumentException(
                "eventstore.postgres.mode: expected auto, url, docker or embedded, found " + name);
    }
}
