package io.github.jooqeventstore.codegen;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What is generated, and where: the same for the Maven goal and for the command line. */
record CodegenOptions(String packageName, String schema, Path directory, OwnTables own) {

    static final String DEFAULT_SCHEMA = "event_store";

    private static final List<String> NAMES = List.of(
            "--package",
            "--directory",
            "--schema",
            "--own-schema",
            "--migrations",
            "--resources",
            "--placeholder",
            "--generator",
            "--generate-store");

    private static final Pattern PACKAGE = Pattern.compile("[a-zA-Z_]\\w*(\\.[a-zA-Z_]\\w*)*");

    CodegenOptions {
        if (!PACKAGE.matcher(packageName).matches()) {
            throw new IllegalArgumentException(
                    "package: expected a name like com.example.schema, found " + packageName);
        }
        if (schema.isBlank()) {
            throw new IllegalArgumentException("schema: expected the name of a database schema, found nothing");
        }
        if (own.schemas().contains(schema)) {
            throw new IllegalArgumentException(
                    "schemas of the project: expected others than the event store's, found " + schema);
        }
    }

    CodegenOptions(String packageName, String schema, Path directory) {
        this(packageName, schema, directory, OwnTables.NONE);
    }

    boolean generatesStore() {
        return own.generateStore();
    }

    static CodegenOptions parse(List<String> arguments) {
        Map<String, List<String>> given = new LinkedHashMap<>();
        for (int i = 0; i < arguments.size(); i += 2) {
            String name = arguments.get(i);
            if (!NAMES.contains(name)) {
                throw new IllegalArgumentException(
                        "arguments: expected one of " + String.join(", ", NAMES) + ", found " + name);
            }
            if (i + 1 == arguments.size()) {
                throw new IllegalArgumentException(name + ": expected a value, found nothing");
            }
            given.computeIfAbsent(name, any -> new ArrayList<>()).add(arguments.get(i + 1));
        }
        String schema = last(given, "--schema");
        return new CodegenOptions(
                required(given, "--package"),
                schema == null ? DEFAULT_SCHEMA : schema,
                Path.of(required(given, "--directory")),
                own(given));
    }

    private static OwnTables own(Map<String, List<String>> given) {
        String generator = last(given, "--generator");
        String generateStore = last(given, "--generate-store");
        return OwnTables.of(
                all(given, "--own-schema"),
                given.get("--migrations"),
                all(given, "--resources").stream().map(Path::of).toList(),
                placeholders(all(given, "--placeholder")),
                generator == null ? null : Path.of(generator),
                generateStore == null ? null : truth("--generate-store", generateStore));
    }

    List<String> toArguments() {
        List<String> arguments = new ArrayList<>(List.of(
                "--package",
                packageName,
                "--schema",
                schema,
                "--directory",
                directory.toAbsolutePath().toString(),
                "--generate-store",
                Boolean.toString(own.generateStore())));
        own.schemas().forEach(name -> arguments.addAll(List.of("--own-schema", name)));
        own.migrations().forEach(location -> arguments.addAll(List.of("--migrations", location)));
        own.resources().forEach(path -> arguments.addAll(List.of("--resources", path.toString())));
        own.placeholders().forEach((name, value) -> arguments.addAll(List.of("--placeholder", name + "=" + value)));
        if (own.generator() != null) {
            arguments.addAll(List.of("--generator", own.generator().toString()));
        }
        return arguments;
    }

    private static Map<String, String> placeholders(List<String> given) {
        Map<String, String> placeholders = new TreeMap<>();
        for (String placeholder : given) {
            int end = placeholder.indexOf('=');
            if (end < 1) {
                throw new IllegalArgumentException("--placeholder: expected name=value, found " + placeholder);
            }
            placeholders.put(placeholder.substring(0, end), placeholder.substring(end + 1));
        }
        return placeholders;
    }

    private static boolean truth(String name, String value) {
        if (!value.equals("true") && !value.equals("false")) {
            throw new IllegalArgumentException(name + ": expected true or false, found " + value);
        }
        return value.equals("true");
    }

    private static List<String> all(Map<String, List<String>> given, String name) {
        return given.getOrDefault(name, List.of());
    }

    private static @Nullable String last(Map<String, List<String>> given, String name) {
        List<String> values = all(given, name);
        return values.isEmpty() ? null : values.get(values.size() - 1);
    }

    private static String required(Map<String, List<String>> given, String name) {
        String value = last(given, name);
        if (value == null) {
            throw new IllegalArgumentException(name + ": expected a value, found nothing");
        }
        return value;
    }
}
