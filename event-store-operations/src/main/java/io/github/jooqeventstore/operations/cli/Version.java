package io.github.jooqeventstore.operations.cli;

import picocli.CommandLine;

/** Of the jar; that of classes in a folder is unknown. */
final class Version implements CommandLine.IVersionProvider {
    static String text() {
        String version = Version.class.getPackage().getImplementationVersion();
        return version == null ? "unknown" : version;
    }

    @Override
    public String[] getVersion() {
        return new String[] {"event-store " + text()};
    }
}
