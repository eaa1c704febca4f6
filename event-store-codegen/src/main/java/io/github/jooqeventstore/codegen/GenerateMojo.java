package io.github.jooqeventstore.codegen;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import javax.inject.Inject;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.project.MavenProject;
import org.apache.maven.toolchain.ToolchainManager;
import org.codehaus.plexus.configuration.PlexusConfiguration;
import org.eclipse.aether.RepositorySystem;
import org.jspecify.annotations.Nullable;

/**
 * Generates jOOQ code from a PostgreSQL that is migrated for it, and adds it to the sources of the project. Nothing is
 * started and nothing is written while neither the migrations nor the configuration change.
 *
 * <p>The work is done by a Java of version 21 or newer: that of the build's toolchain, or the one that runs Maven.
 */
@SuppressWarnings("NullAway.Init") // Maven sets the fields, as META-INF/maven/plugin.xml says.
public final class GenerateMojo extends AbstractMojo {

    /** The package of the generated classes. */
    private String packageName;

    /** The database schema that is migrated and read. */
    private String schema;

    /** The source folder that the classes are written into. */
    private File directory;

    /** The schemas of the project itself, which are generated beside or instead of the store's. */
    private @Nullable List<String> schemas;

    /** Where the project's migrations are, as Flyway writes locations. */
    private @Nullable List<String> migrations;

    /** Values that stand in the project's migrations as ${name}. */
    private @Nullable Map<String, String> placeholders;

    /** jOOQ's own settings of its generator. */
    private @Nullable PlexusConfiguration generator;

    /** Whether the store's tables are generated, too; else foreign keys lead to the library's classes. */
    private @Nullable Boolean generateStore;

    private MavenProject project;

    private MavenSession session;

    private MojoExecution execution;

    private final ToolchainManager toolchains;
    private final RepositorySystem repositories;

    /** Called by Maven. */
    @Inject
    public GenerateMojo(ToolchainManager toolchains, RepositorySystem repositories) {
        this.toolchains = toolchains;
        this.repositories = repositories;
    }

    @Override
    public void execute() throws MojoExecutionException {
        try {
            CodegenOptions options = new CodegenOptions(packageName, schema, directory.toPath(), own());
            List<Path> classpath = new PluginClasspath(repositories, session, project).of(execution);
            JooqOfTheProject.check(project.getArtifacts(), classpath);
            if (new GeneratedCode(options).isUpToDate(Fingerprint.of(classpath, options))) {
                getLog().info(CodegenMain.UNCHANGED);
            } else {
                Path java = JavaOfTheBuild.find(toolchains, session);
                new ForkedJava(java, classpath, databaseProperties()).run(options.toArguments(), getLog()::info);
            }
            project.addCompileSourceRoot(directory.toString());
        } catch (IOException | UncheckedIOException | IllegalArgumentException | IllegalStateException e) {
            throw new MojoExecutionException(e.getMessage(), e);
        }
    }

    private OwnTables own() throws IOException {
        return OwnTables.of(
                schemas == null ? List.of() : schemas,
                migrations == null
                        ? null
                        : migrations.stream()
                                .map(this::fromTheFolderOfTheProject)
                                .toList(),
                ProjectClasspath.of(project),
                placeholders == null ? Map.of() : placeholders,
                generator == null ? null : InlineSettings.write(generator, settingsFile()),
                generateStore);
    }

    /** Maven may run elsewhere. */
    private String fromTheFolderOfTheProject(String location) {
        String prefix = "filesystem:";
        return location.startsWith(prefix)
                ? prefix + project.getBasedir().toPath().resolve(location.substring(prefix.length()))
                : location;
    }

    private Path settingsFile() {
        return directory.toPath().resolveSibling(directory.getName() + "-" + packageName + ".xml");
    }

    /** Which PostgreSQL is used can be said in the project and on the command line, which wins. */
    private Map<String, String> databaseProperties() {
        Map<String, String> found = new TreeMap<>();
        for (Properties source :
                List.of(project.getProperties(), session.getSystemProperties(), session.getUserProperties())) {
            for (String name : source.stringPropertyNames()) {
                if (name.startsWith("eventstore.postgres.")) {
                    found.put(name, source.getProperty(name));
                }
            }
        }
        return found;
    }
}
