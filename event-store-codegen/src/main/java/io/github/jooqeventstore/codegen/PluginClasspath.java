package io.github.jooqeventstore.codegen;

import java.nio.file.Path;
import java.util.List;
import org.apache.maven.RepositoryUtils;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.model.Plugin;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.project.MavenProject;
import org.eclipse.aether.RepositorySystem;
import org.eclipse.aether.RepositorySystemSession;
import org.eclipse.aether.artifact.ArtifactTypeRegistry;
import org.eclipse.aether.collection.CollectRequest;
import org.eclipse.aether.graph.Dependency;
import org.eclipse.aether.resolution.DependencyRequest;
import org.eclipse.aether.resolution.DependencyResolutionException;

/**
 * Finds this plugin, its dependencies and those that a build adds to it. Maven's own list of them lacks what Maven itself
 * brings, slf4j for one, and a JVM beside Maven has to have that too.
 */
final class PluginClasspath {

    private final RepositorySystem repositories;
    private final RepositorySystemSession session;
    private final MavenProject project;

    PluginClasspath(RepositorySystem repositories, MavenSession session, MavenProject project) {
        this.repositories = repositories;
        this.session = session.getRepositorySession();
        this.project = project;
    }

    List<Path> of(MojoExecution execution) {
        ArtifactTypeRegistry types = session.getArtifactTypeRegistry();
        Plugin plugin = execution.getPlugin();
        CollectRequest request = new CollectRequest()
                .setRoot(new Dependency(
                        RepositoryUtils.toArtifact(execution
                                .getMojoDescriptor()
                                .getPluginDescriptor()
                                .getPluginArtifact()),
                        null))
                .setRepositories(project.getRemotePluginRepositories());
        plugin.getDependencies().forEach(added -> request.addDependency(RepositoryUtils.toDependency(added, types)));
        try {
            return repositories
                    .resolveDependencies(session, new DependencyRequest(request, null))
                    .getArtifactResults()
                    .stream()
                    .map(result -> result.getArtifact().getFile().toPath())
                    .toList();
        } catch (DependencyResolutionException e) {
            throw new IllegalStateException("class path of the code generation: " + e.getMessage(), e);
        }
    }
}
