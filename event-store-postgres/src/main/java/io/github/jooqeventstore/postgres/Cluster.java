package io.github.jooqeventstore.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** PostgreSQL's data in a folder: made when absent, checked when there, with the settings for the next start. */
final class Cluster {
    private Cluster() {}

    /** {@return the login of the cluster that is now there and stopped} */
    static Login prepare(PostgresOptions options, Programs programs) {
        DataFolder folder = programs.folder();
        try {
            programs.account().own(folder.path());
            Login login;
            if (Files.exists(folder.data())) {
                checkVersion(programs);
                login = Login.keptIn(folder, options);
                OldServer.stop(programs);
            } else {
                login = Login.of(options);
                make(login, programs);
            }
            writeSettings(options, programs);
            return login;
        } catch (IOException e) {
            throw new PostgresServerException("data folder " + folder.path() + ": expected to use it, found " + e, e);
        }
    }

    // Under another name first: a JVM that is killed meanwhile leaves no half of a cluster.
    private static void make(Login login, Programs programs) throws IOException {
        DataFolder folder = programs.folder();
        Path fresh = folder.path().resolve("data.new");
        Folders.delete(fresh);
        if (folder.kept()) {
            login.keepIn(folder);
        }
        Path passwordFile = login.passwordFile(folder);
        programs.account().own(passwordFile);
        programs.initdb("data.new", login.user(), passwordFile);
        Files.delete(passwordFile);
        Files.writeString(
                fresh.resolve("postgresql.conf"),
                "\ninclude_if_exists = '" + ServerSettings.FILE + "'\n",
                StandardOpenOption.APPEND);
        Files.move(fresh, folder.data(), StandardCopyOption.ATOMIC_MOVE);
    }

    private static void writeSettings(PostgresOptions options, Programs programs) throws IOException {
        DataFolder folder = programs.folder();
        Path file = folder.data().resolve(ServerSettings.FILE);
        ServerSettings.write(ServerSettings.of(options, folder.kept()), file);
        programs.account().own(file);
    }

    private static void checkVersion(Programs programs) throws IOException {
        Path data = programs.folder().data();
        String found = Files.readString(data.resolve("PG_VERSION")).strip();
        String expected = programs.binaries().major();
        if (!found.equals(expected)) {
            throw new PostgresServerException(
                    "data folder " + programs.folder().path() + ": expected data of PostgreSQL "
                            + expected + ", found data of PostgreSQL " + found + "; ask for version " + found
                            + ", or name another folder");
        }
    }
}
