package io.github.jooqeventstore.benchmarks;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Base64;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/** The SQL of message-db, which is published in an npm package: fetched by the driver, kept below {@code target}. */
final class MessageDbPackage {

    static final String VERSION = "1.3.1";

    /** The system property that names the folder where it is kept. */
    static final String PROPERTY = "benchmarks.message-db";

    private static final String SHA_512 =
            "n3hdE5YAZNXTr2HK9gG0GJ6dusgdE544LTvS+21/yOEHBvNuUzNmXXw5vS05vpe6RSuhzTRy5Wg0q7c1VfJg+A==";
    private static final String INSIDE = "package/database/";
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private MessageDbPackage() {}

    static Path folder() {
        return Path.of(System.getProperty(PROPERTY, "target/message-db")).resolve(VERSION);
    }

    /** Whether it is there. */
    static boolean present() {
        return Files.isDirectory(folder());
    }

    /** Fetches it unless it is there, from the registry that npm is configured with here. */
    static void fetch() throws IOException, InterruptedException {
        if (present()) {
            return;
        }
        URI address = URI.create(
                registry().replaceFirst("/*$", "/") + "@eventide/message-db/-/message-db-" + VERSION + ".tgz");
        try (HttpClient client = HttpClient.newBuilder()
                .connectTimeout(PATIENCE)
                .followRedirects(HttpClient.Redirect.NORMAL)
                .build()) {
            HttpResponse<byte[]> response = client.send(
                    HttpRequest.newBuilder(address).timeout(PATIENCE).build(), HttpResponse.BodyHandlers.ofByteArray());
            if (response.statusCode() != 200) {
                throw new IOException("the registry answers with status " + response.statusCode());
            }
            check(response.body());
            unpack(response.body());
        }
    }

    private static void check(byte[] archive) throws IOException {
        try {
            String found = Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("SHA-512").digest(archive));
            if (!found.equals(SHA_512)) {
                throw new IOException("the archive is not the one that was published: SHA-512 " + found);
            }
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void unpack(byte[] archive) throws IOException {
        Path complete = folder();
        Path unpacked = Files.createDirectories(complete.resolveSibling(VERSION + ".unpacked"));
        try (TarArchiveInputStream tar =
                new TarArchiveInputStream(new GZIPInputStream(new ByteArrayInputStream(archive)))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                String name = entry.getName();
                if (name.startsWith(INSIDE) && name.endsWith(".sql") && !name.contains("..")) {
                    Path file = unpacked.resolve(name.substring(INSIDE.length()));
                    Files.createDirectories(file.getParent());
                    Files.write(file, tar.readAllBytes());
                }
            }
        }
        Files.move(unpacked, complete);
    }

    private static String registry() throws IOException {
        for (var variable : System.getenv().entrySet()) {
            if (variable.getKey().toLowerCase(Locale.ROOT).equals("npm_config_registry")) {
                return variable.getValue();
            }
        }
        // npm knows its own default, and what this account has set.
        Process npm = new ProcessBuilder("npm", "config", "get", "registry")
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        npm.getOutputStream().close();
        try (InputStream output = npm.getInputStream()) {
            String url = new String(output.readAllBytes(), StandardCharsets.UTF_8).strip();
            if (!url.startsWith("http")) {
                throw new IOException("npm told no registry; name one with npm_config_registry");
            }
            return url.endsWith("/") ? url : url + "/";
        }
    }
}
