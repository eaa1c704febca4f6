package io.github.jooqeventstore.example;

import io.github.jooqeventstore.StreamId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * The names of the streams: {@code file-1/pom.xml}, {@code author-1/ada@example.org}, where 1 is the number of the
 * repository.
 *
 * <p>What no name may hold is written as git shows it, in quotes. What is too long ends in a hash of the whole, and so
 * does what only looks as if it did: different files have different streams.
 */
final class Names {

    /** Leaves room for the beginning of a stream's name. */
    private static final int LONGEST = 230;

    private static final String FILE = "file-";
    private static final int HASH_LENGTH = 64;
    private static final Pattern SHORTENED = Pattern.compile("(?s).*~[0-9a-f]{64}");

    private Names() {}

    static StreamId file(int repository, String path) {
        boolean printable = path.chars().noneMatch(Character::isISOControl);
        String name = printable ? path : GitPath.quoted(path.getBytes(StandardCharsets.UTF_8));
        return StreamId.of(filePrefix(repository) + shortened(name));
    }

    /** The number of the repository that a file's stream belongs to. */
    static int repositoryOfFile(StreamId file) {
        String name = file.value();
        return Integer.parseInt(name, FILE.length(), name.indexOf('/'), 10);
    }

    static StreamId author(int repository, String author) {
        return StreamId.of(authorPrefix(repository) + author);
    }

    static String filePrefix(int repository) {
        return FILE + repository + "/";
    }

    static String authorPrefix(int repository) {
        return "author-" + repository + "/";
    }

    /** The name itself, or its beginning and a hash of all of it. */
    static String shortened(String name) {
        if (name.length() <= LONGEST && !SHORTENED.matcher(name).matches()) {
            return name;
        }
        return Text.beginning(name, LONGEST - HASH_LENGTH - 1) + "~" + sha256(name);
    }

    private static String sha256(String name) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
