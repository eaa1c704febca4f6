package io.github.jooqeventstore;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Checks that events stored in every shape that ever was are still read, by samples that are kept with the tests.
 *
 * <p>A folder holds one file for each version of each type, as it was or would be stored: {@code order-placed.v1.json},
 * {@code order-placed.v2.json} and so on, names encoded as in a URL. The samples of one type tell <em>the same event</em>,
 * each in the shape of its version. Each is read with the code of today and written again, and must then be the sample of
 * today's version, property by property: so it is noticed, too, when a class drops or renames a property without a new
 * version. A sample is added with each new version, and never changed.
 *
 * <pre>{@code
 * @Test
 * void whatIsStoredIsStillRead() {
 *     assertThat(GoldenSamples.findings(Path.of("src/test/resources/events"), types)).isEmpty();
 * }
 * }</pre>
 */
public final class GoldenSamples {

    private static final String SUFFIX = ".json";

    private final Path folder;
    private final EventTypes types;
    private final EventSerializer serializer;
    private final List<String> findings = new ArrayList<>();

    private GoldenSamples(Path folder, EventTypes types, EventSerializer serializer) {
        this.folder = folder;
        this.types = types;
        this.serializer = serializer;
    }

    /** The same as {@link #findings(Path, EventTypes, EventSerializer)} with {@link EventSerializer#jackson()}. */
    public static List<String> findings(Path folder, EventTypes types) {
        return findings(folder, types, EventSerializer.jackson());
    }

    /**
     * What is not as it should be: a version without a sample, a sample that is not read or comes out as another event, a
     * sample of a type or version that is not known (any more). Empty: all is well.
     *
     * @return one sentence for each finding, which names the file and quotes nothing of it but names of properties
     * @throws InvalidInputException if an older version of a type has no upcaster, or an upcaster leads to no class
     * @throws UncheckedIOException if the folder cannot be read
     */
    public static List<String> findings(Path folder, EventTypes types, EventSerializer serializer) {
        InvalidInputException.requirePresent("golden samples", "types", types).requireComplete();
        GoldenSamples samples = new GoldenSamples(
                InvalidInputException.requirePresent("golden samples", "folder", folder),
                types,
                InvalidInputException.requirePresent("golden samples", "serializer", serializer));
        try {
            samples.check();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return List.copyOf(samples.findings);
    }

    private void check() throws IOException {
        Map<Shape, String> samples = new LinkedHashMap<>();
        List<String> expected = new ArrayList<>();
        for (Shape shape : types.shapes()) {
            Path file = folder.resolve(fileName(shape));
            expected.add(fileName(shape));
            if (Files.exists(file)) {
                samples.put(shape, Files.readString(file));
            } else {
                findings.add(fileName(shape) + ": expected a sample of " + shape + ", found no file");
            }
        }
        samples.forEach((shape, json) -> check(shape, json, samples));
        filesOtherThan(expected)
                .forEach(file -> findings.add(file + ": expected a type and a version that are known, found neither"
                        + " a class nor an upcaster for it"));
    }

    private static String fileName(Shape shape) {
        return URLEncoder.encode(shape.type(), StandardCharsets.UTF_8) + ".v" + shape.version() + SUFFIX;
    }

    private Iterable<String> filesOtherThan(List<String> expected) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            TreeSet<String> names = new TreeSet<>();
            files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(SUFFIX) && !expected.contains(name))
                    .forEach(names::add);
            return names;
        }
    }

    private void check(Shape stored, String json, Map<Shape, String> samples) {
        try {
            EventTypes.Type type = types.current(() -> fileName(stored), stored.type(), stored.version());
            String written = writtenToday(stored, json, type);
            String today = samples.get(type.shape());
            if (today != null) {
                difference("", LiftedJson.EXACT.readTree(today), LiftedJson.EXACT.readTree(written))
                        .ifPresent(place -> findings.add(fileName(stored) + ": expected the event of "
                                + fileName(type.shape()) + " when it is read and written again, found another at "
                                + place));
            }
        } catch (EventStoreException e) {
            findings.add(e.getMessage());
        } catch (JacksonException e) {
            findings.add(
                    fileName(stored) + ": expected JSON, found " + e.getClass().getSimpleName());
        }
    }

    private String writtenToday(Shape stored, String json, EventTypes.Type type) {
        Supplier<String> subject = () -> fileName(stored);
        String lifted = types.lift(subject, stored.type(), stored.version(), json, type);
        try {
            return serializer.serialize(serializer.deserialize(lifted, type.payload()));
        } catch (EventSerializationException e) {
            throw new EventSerializationException(subject.get() + ": " + e.getMessage());
        }
    }

    /** Where two trees differ first, as a JSON pointer. */
    private static Optional<String> difference(String place, JsonNode expected, JsonNode found) {
        if (expected.isObject() && found.isObject()) {
            TreeSet<String> names = new TreeSet<>(expected.propertyNames());
            names.addAll(found.propertyNames());
            return names.stream()
                    .flatMap(name -> difference(place + "/" + name, expected.path(name), found.path(name)).stream())
                    .findFirst();
        }
        if (expected.isArray() && found.isArray() && expected.size() == found.size()) {
            return Stream.iterate(0, i -> i < expected.size(), i -> i + 1)
                    .flatMap(i -> difference(place + "/" + i, expected.get(i), found.get(i)).stream())
                    .findFirst();
        }
        return expected.equals(found) ? Optional.empty() : Optional.of(place.isEmpty() ? "its root" : place);
    }
}
