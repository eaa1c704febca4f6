package io.github.jooqeventstore.codegen;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** What is generated, and where: the same for the Maven goal and for the command line. */
record CodegenOptions(String packageName, String schema, Path directory) {

    static final String DEFAULT_SCHEMA = "event_store";

    private static final Pattern PACKAGE = Pattern.compile("[a-zA-Z_]\\w*(\\.[a-zA-Z_]\\w*)*");

    CodegenOptions {
        if (!PACKAGE.matcher(packageName).matches()) {
            throw new IllegalArgumentException(
                    "package: expected a name like com.example.schema, found " + packageName);
        }
        if (schema.isBlank()) {
            throw new IllegalArgumentException("schema: expected the name of a database schema, found nothing");
        }
    }

    static CodegenOptions parse(List<String> arguments) {
        Map<String, String> given = new HashMap<>();
        for (int i = 0; i < arguments.size(); i += 2) {
            String name = arguments.get(i);
            if (!Set.of("--package", "--directory", "--schema").contains(name)) {
                throw new IllegalArgumentException(
                        "arguments: expected --package, --directory or --schema, found " + name);
            }
            if (i + 1 == arguments.size()) {
                throw new IllegalArgumentException(name + ": expected a value, found nothing");
            }
            given.put(name, arguments.get(i + 1));
        }
        return new CodegenOptions(
                required(given, "--package"),
                given.getOrDefault("--schema", DEFAULT_SCHEMA),
                Path.of(required(given, "--directory")));
    }

    List<String> toArguments() {
        return List.of(
                "--package", packageName,
                "--schema", schema,
                "--directory", directory.toAbsolutePath().toString());
    }

    private static String required(Map<String, String> given, String name) {
        String value = given.get(name);
        if (value == null) {
            throw new IllegalArgumentException(name + ": expected a value, found nothing");
        }
        return value;
    }
}
