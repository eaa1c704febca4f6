package io.github.jooqeventstore.codegen;

import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.maven.artifact.Artifact;

/** The jOOQ that will run the generated code: one older than the generator cannot. */
final class JooqOfTheProject {

    /** The editions of jOOQ, by their groups. */
    private static final String GROUP = "org.jooq";

    private static final Pattern MINOR = Pattern.compile("(\\d+)\\.(\\d+).*");

    private JooqOfTheProject() {}

    static void check(Collection<Artifact> dependencies, List<Path> generator) {
        generator.stream()
                .map(path -> path.getFileName().toString())
                .filter(name -> name.matches("jooq-codegen-\\d.*\\.jar"))
                .map(name -> name.substring("jooq-codegen-".length(), name.length() - ".jar".length()))
                .findFirst()
                .ifPresent(version -> dependencies.stream()
                        .filter(JooqOfTheProject::isJooq)
                        .forEach(jooq -> check(jooq.getBaseVersion(), version)));
    }

    static void check(String project, String generator) {
        if (minor(project) < minor(generator)) {
            throw new IllegalArgumentException("jOOQ of the project: expected " + generator
                    + ", whose generator runs here, or newer, found " + project
                    + "; raise its version (with Spring Boot: property jooq.version)");
        }
    }

    private static boolean isJooq(Artifact artifact) {
        return artifact.getArtifactId().equals("jooq")
                && (artifact.getGroupId().equals(GROUP) || artifact.getGroupId().startsWith(GROUP + "."));
    }

    private static int minor(String version) {
        Matcher matcher = MINOR.matcher(version);
        if (!matcher.matches()) {
            // Not a release: whoever uses it knows what it is.
            return Integer.MAX_VALUE;
        }
        return Integer.parseInt(matcher.group(1)) * 1000 + Integer.parseInt(matcher.group(2));
    }
}
