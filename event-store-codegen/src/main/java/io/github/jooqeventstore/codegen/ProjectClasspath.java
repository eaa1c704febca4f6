package io.github.jooqeventstore.codegen;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.maven.artifact.Artifact;
import org.apache.maven.model.Resource;
import org.apache.maven.project.MavenProject;

/** What a location on the class path means for a project whose classes are not compiled yet: its sources of resources. */
final class ProjectClasspath {

    private ProjectClasspath() {}

    static List<Path> of(MavenProject project) {
        Stream<Path> resources =
                project.getResources().stream().map(Resource::getDirectory).map(Path::of);
        Stream<Path> dependencies = project.getArtifacts().stream()
                .map(Artifact::getFile)
                .filter(file -> file != null)
                .map(File::toPath);
        return Stream.concat(resources, dependencies)
                .filter(path -> path.toFile().exists())
                .toList();
    }
}
