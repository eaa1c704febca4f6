package io.github.jooqeventstore.operations.migration;

import io.github.jooqeventstore.operations.ExitCode;
import io.github.jooqeventstore.operations.OperationsException;
import io.github.jooqeventstore.operations.lint.SqlScript;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The files of a folder, {@code V1__name.sql} and, to undo it, {@code U1__name.sql}.
 *
 * @param location the folder
 * @param migrations by version
 * @param undos by the version that they undo
 */
record OperatorFiles(
        Path location, SortedMap<Integer, OperatorFile> migrations, SortedMap<Integer, OperatorFile> undos) {
    private static final Pattern NAME = Pattern.compile("([VU])(\\d{1,9})__(\\w+)\\.sql");

    /**
     * {@return the files of the folder; none where there is no such folder}
     *
     * @throws OperationsException with {@link ExitCode#USAGE} when a name is none of a migration, or a number comes twice
     */
    static OperatorFiles read(Path location) {
        var files = new OperatorFiles(location, new TreeMap<>(), new TreeMap<>());
        for (Path path : sqlFiles(location)) {
            files.add(path);
        }
        return files;
    }

    private static List<Path> sqlFiles(Path location) {
        if (!Files.isDirectory(location)) {
            return List.of();
        }
        try (var paths = Files.list(location)) {
            return paths.filter(path -> path.toString().endsWith(".sql"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new OperationsException(
                    ExitCode.USAGE, "folder " + location + ": expected to read it, found " + e, e);
        }
    }

    private void add(Path path) {
        Matcher name = NAME.matcher(String.valueOf(path.getFileName()));
        if (!name.matches()) {
            throw new OperationsException(
                    ExitCode.USAGE,
                    "file " + path + ": expected a name such as V7__what_it_does.sql, or U7__… to undo it; rename it");
        }
        int version = Integer.parseInt(name.group(2));
        var file = new OperatorFile(version, name.group(3).replace('_', ' '), path, SqlScript.read(path));
        OperatorFile other = (name.group(1).equals("V") ? migrations : undos).put(version, file);
        if (other != null) {
            throw new OperationsException(
                    ExitCode.USAGE,
                    "file " + path + ": expected a number of its own, found " + other.name() + " with the same; rename"
                            + " the newer one");
        }
    }

    @Nullable
    OperatorFile migration(int version) {
        return migrations.get(version);
    }

    @Nullable
    OperatorFile undo(int version) {
        return undos.get(version);
    }

    int nextVersion() {
        return migrations.isEmpty() ? 1 : migrations.lastKey() + 1;
    }
}
