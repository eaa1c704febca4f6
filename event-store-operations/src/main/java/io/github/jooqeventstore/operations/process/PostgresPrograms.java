package io.github.jooqeventstore.operations.process;

import io.github.jooqeventstore.operations.ExitCode;
import io.github.jooqeventstore.operations.OperationsException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * PostgreSQL's programs on this machine, in the folders where systems put them. A value.
 *
 * @param folders where to look, in this order
 */
public record PostgresPrograms(List<Path> folders) {
    private static final Pattern VERSION = Pattern.compile("\\(PostgreSQL\\) (\\d+)");
    private static final List<String> PARENTS =
            List.of("/usr/lib/postgresql", "/usr/pgsql", "/opt/homebrew/opt", "/usr/local/opt", "/usr/local/pgsql");

    /**
     * A program that was found.
     *
     * @param path the program
     * @param majorVersion what {@code --version} tells
     */
    public record Found(Path path, int majorVersion) {}

    /** Copies. */
    public PostgresPrograms {
        folders = List.copyOf(folders);
    }

    /**
     * {@return the programs of this machine}
     *
     * @param folder where to look alone; null: the folders of the path, then those where packages put PostgreSQL
     * @param searchPath as the variable {@code PATH} has it; null: none
     */
    public static PostgresPrograms of(@Nullable Path folder, @Nullable String searchPath) {
        if (folder != null) {
            return new PostgresPrograms(List.of(folder));
        }
        Set<Path> folders = new LinkedHashSet<>();
        PARENTS.forEach(parent -> folders.addAll(below(Path.of(parent))));
        if (searchPath != null) {
            Stream.of(searchPath.split(java.io.File.pathSeparator, -1))
                    .filter(entry -> !entry.isEmpty())
                    .map(Path::of)
                    .forEach(folders::add);
        }
        return new PostgresPrograms(List.copyOf(folders));
    }

    /**
     * {@return the newest client program of this name that can talk to a server of this version, or nothing} A client talks to
     * servers of its own version and of older ones.
     *
     * @param name such as {@code pg_dump}
     * @param serverMajorVersion the server's
     */
    public Optional<Found> client(String name, int serverMajorVersion) {
        return all(name).stream()
                .filter(found -> found.majorVersion() >= serverMajorVersion)
                .max(Comparator.comparingInt(Found::majorVersion));
    }

    /**
     * {@return the program of this name of just this version, or nothing} For what works on a server's files.
     *
     * @param name such as {@code pg_ctl}
     * @param majorVersion the version of the files
     */
    public Optional<Found> exactly(String name, int majorVersion) {
        return all(name).stream()
                .filter(found -> found.majorVersion() == majorVersion)
                .findFirst();
    }

    /**
     * {@return the failure that says which program is missing}
     *
     * @param name the program
     * @param majorVersion the lowest version that would do
     */
    public OperationsException missing(String name, int majorVersion) {
        List<Integer> versions = all(name).stream().map(Found::majorVersion).toList();
        return new OperationsException(
                ExitCode.PROGRAM_MISSING,
                name + ": expected one of PostgreSQL " + majorVersion + " on this machine, found "
                        + (versions.isEmpty() ? "none" : "version " + versions.getFirst())
                        + "; install the package "
                        + (SERVER_PROGRAMS.contains(name) ? "postgresql-" : "postgresql-client-") + majorVersion
                        + ", or name its folder with --postgres-bin");
    }

    private static final Set<String> SERVER_PROGRAMS = Set.of(
            "postgres", "initdb", "pg_ctl", "pg_controldata", "pg_waldump", "pg_resetwal", "pg_rewind", "pg_checksums");

    private List<Found> all(String name) {
        List<Found> found = new ArrayList<>();
        for (Path folder : folders) {
            Path program = folder.resolve(name);
            if (Files.isExecutable(program)) {
                version(program).ifPresent(version -> found.add(new Found(program, version)));
            }
        }
        return found;
    }

    private static Optional<Integer> version(Path program) {
        ProgramRun run = Program.at(program).arguments("--version").run();
        Matcher matcher = VERSION.matcher(run.output());
        return run.exitValue() == 0 && matcher.find()
                ? Optional.of(Integer.valueOf(matcher.group(1)))
                : Optional.empty();
    }

    private static List<Path> below(Path parent) {
        List<Path> folders = new ArrayList<>();
        if (parent.getFileName().toString().startsWith("pgsql")) {
            folders.add(parent.resolve("bin"));
        }
        Path where = parent.toString().equals("/usr/pgsql") ? Path.of("/usr") : parent;
        String pattern = parent.toString().equals("/usr/pgsql") ? "pgsql-*" : "*";
        if (Files.isDirectory(where)) {
            try (DirectoryStream<Path> versions = Files.newDirectoryStream(where, pattern)) {
                versions.forEach(version -> folders.add(version.resolve("bin")));
            } catch (IOException e) {
                // A folder that cannot be read holds nothing for us.
            }
        }
        return folders.stream().filter(Files::isDirectory).toList();
    }
}
