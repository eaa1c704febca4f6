package io.github.jooqeventstore.operations.migration;

import io.github.jooqeventstore.migration.Migration;
import io.github.jooqeventstore.migration.SchemaMigrations;
import io.github.jooqeventstore.operations.lint.SqlScript;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** The library's own migrations, as files. */
final class LibraryFiles {
    private LibraryFiles() {}

    static List<OperatorFile> pending(SchemaMigrations migrations) {
        return migrations.info().pending().stream().map(LibraryFiles::file).toList();
    }

    private static OperatorFile file(Migration migration) {
        String name = "V" + migration.version() + "__" + migration.description().replace(' ', '_') + ".sql";
        try (InputStream text = SchemaMigrations.class.getResourceAsStream("/event-store/migration/" + name)) {
            if (text == null) {
                throw new IllegalStateException("resource " + name + ": expected it in the library's jar, found none");
            }
            return new OperatorFile(
                    migration.version(),
                    migration.description(),
                    Path.of(name),
                    SqlScript.parse(name, new String(text.readAllBytes(), StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
