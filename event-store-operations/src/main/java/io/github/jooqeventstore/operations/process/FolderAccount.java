package io.github.jooqeventstore.operations.process;

import io.github.jooqeventstore.operations.ExitCode;
import io.github.jooqeventstore.operations.OperationsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The account that works on a folder of PostgreSQL: its owner, as PostgreSQL refuses to run as root and on files of others.
 *
 * @param prefix what stands before a command so that it runs under the account; empty where that is our own
 */
public record FolderAccount(List<String> prefix) {
    private static final Duration PROBE = Duration.ofSeconds(10);
    private static final List<String> NAMESPACE = List.of("unshare", "-U");

    /** Copies. */
    public FolderAccount {
        prefix = List.copyOf(prefix);
    }

    /**
     * {@return the account that owns the folder}
     *
     * @throws OperationsException with {@link ExitCode#REFUSED} when root owns it and the system lets nobody else use it
     */
    public static FolderAccount of(Path folder) {
        if (!root()) {
            return new FolderAccount(List.of());
        }
        int uid = id(folder, "unix:uid");
        if (uid != 0) {
            return new FolderAccount(
                    List.of("setpriv", "--reuid=" + uid, "--regid=" + id(folder, "unix:gid"), "--clear-groups"));
        }
        // Within a namespace of its own root is nobody; seen from outside, the files stay root's.
        if (works(NAMESPACE)) {
            return new FolderAccount(NAMESPACE);
        }
        throw new OperationsException(
                ExitCode.REFUSED,
                "folder " + folder + ": expected an owner who may run PostgreSQL, found root; give it to the account"
                        + " postgres with chown -R");
    }

    /** {@return the program, run under this account} */
    public Program run(Path program) {
        if (prefix.isEmpty()) {
            return Program.at(program);
        }
        return Program.at(Path.of(prefix.getFirst()))
                .arguments(prefix.subList(1, prefix.size()))
                .arguments(program.toString());
    }

    /** Gives a file, or a folder with all in it, to the owner of another one. Does nothing unless we are root. */
    public static void giveTo(Path owned, Path path) {
        if (!root() || id(owned, "unix:uid") == 0) {
            return;
        }
        int uid = id(owned, "unix:uid");
        int gid = id(owned, "unix:gid");
        try (var paths = Files.walk(path)) {
            for (Path each : (Iterable<Path>) paths::iterator) {
                Files.setAttribute(each, "unix:uid", uid, LinkOption.NOFOLLOW_LINKS);
                Files.setAttribute(each, "unix:gid", gid, LinkOption.NOFOLLOW_LINKS);
            }
        } catch (IOException e) {
            throw new OperationsException(
                    ExitCode.CHECK_FAILED, path + ": expected to give it to account " + uid + ", found " + e, e);
        }
    }

    private static boolean root() {
        return "root".equals(System.getProperty("user.name"));
    }

    private static int id(Path path, String attribute) {
        try {
            return (int) Files.getAttribute(path, attribute, LinkOption.NOFOLLOW_LINKS);
        } catch (IOException e) {
            throw new OperationsException(
                    ExitCode.CHECK_FAILED, path + ": expected to read who owns it, found " + e, e);
        }
    }

    private static boolean works(List<String> prefix) {
        @Nullable ProgramRun run = null;
        try {
            run = new FolderAccount(prefix).run(Path.of("true")).atMost(PROBE).run();
        } catch (OperationsException e) {
            // The program is not there.
        }
        return run != null && run.exitValue() == 0;
    }
}
