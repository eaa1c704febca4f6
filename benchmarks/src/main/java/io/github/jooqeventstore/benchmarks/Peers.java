package io.github.jooqeventstore.benchmarks;

import io.github.jooqeventstore.benchmarks.contender.Contender;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;

/**
 * The event stores of others: each a module of {@code benchmarks-peers} with dependencies of its own, which contradict ours
 * and each other's. So each has a class loader of its own that shares nothing with ours but {@link Contender}.
 */
final class Peers {

    /** The system property that names the folder of the modules. */
    static final String PROPERTY = "benchmarks.peers";

    /** One that was built: its name in the results, what it is exactly, its class, and where that and its jars are. */
    record Peer(String name, String version, String type, Path module) {

        Contender open(Server database) throws Exception {
            ClassLoader loader = new URLClassLoader(name, classpath(), new OnlyContender());
            Thread.currentThread().setContextClassLoader(loader);
            return (Contender) loader.loadClass(type)
                    .getConstructor(String.class, String.class, String.class)
                    .newInstance(database.url(), database.user(), database.password());
        }

        private URL[] classpath() throws IOException {
            List<URL> urls = new ArrayList<>();
            urls.add(module.resolve("target/classes").toUri().toURL());
            try (Stream<Path> jars = Files.list(module.resolve("target/peer"))) {
                for (Path jar : jars.sorted().toList()) {
                    urls.add(jar.toUri().toURL());
                }
            }
            return urls.toArray(URL[]::new);
        }
    }

    /** Java's own classes, and what both sides know. */
    private static final class OnlyContender extends ClassLoader {

        private static final String SHARED = Contender.class.getPackageName() + '.';

        OnlyContender() {
            super(ClassLoader.getPlatformClassLoader());
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            if (!name.startsWith(SHARED)) {
                throw new ClassNotFoundException(name);
            }
            return Contender.class.getClassLoader().loadClass(name);
        }
    }

    private Peers() {}

    /** Those that were built, by name; without the profile {@code peers}, none. */
    static Map<String, Peer> found() {
        String folder = System.getProperty(PROPERTY);
        if (folder == null || !Files.isDirectory(Path.of(folder))) {
            return Map.of();
        }
        try (Stream<Path> modules = Files.list(Path.of(folder))) {
            Map<String, Peer> found = new LinkedHashMap<>();
            for (Path module : modules.sorted().toList()) {
                Path description = module.resolve("target/classes/peer.properties");
                if (Files.isRegularFile(description) && Files.isDirectory(module.resolve("target/peer"))) {
                    Peer peer = read(module, description);
                    found.put(peer.name(), peer);
                }
            }
            return found;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Peer read(Path module, Path description) throws IOException {
        Properties properties = new Properties();
        try (InputStream in = Files.newInputStream(description)) {
            properties.load(in);
        }
        return new Peer(
                properties.getProperty("name"),
                properties.getProperty("version"),
                properties.getProperty("type"),
                module);
    }
}
