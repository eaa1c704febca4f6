package io.github.jooqeventstore.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The account that runs the server: PostgreSQL refuses to run as root.
 *
 * @param prefix what stands before a command so that it runs under the account
 * @param uid the number that owns the server's files as this machine sees it, or -1: whoever made them
 */
record ServerAccount(List<String> prefix, int uid) {
    private static final int NOBODY = 65534;
    private static final ServerAccount OURS = new ServerAccount(List.of(), -1);

    // A user namespace leaves the files with root, setpriv gives them to nobody; containers often forbid the former.
    private static final List<ServerAccount> NOT_ROOT = List.of(
            new ServerAccount(List.of("unshare", "-U"), 0),
            new ServerAccount(List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups"), NOBODY));

    static ServerAccount choose(Workplace workplace) {
        if (!workplace.root()) {
            return OURS;
        }
        return NOT_ROOT.stream()
                .filter(ServerAccount::works)
                .findFirst()
                .orElseThrow(
                        () -> new PostgresServerException("embedded PostgreSQL: expected an account other than root, "
                                + "found root and neither unshare -U nor setpriv to change it; run as another user"));
    }

    /** {@return the command, as this account} */
    List<String> command(List<String> command) {
        List<String> whole = new ArrayList<>(prefix);
        whole.addAll(command);
        return whole;
    }

    /** Gives a file, or a folder with all in it, to this account. */
    void own(Path path) throws IOException {
        if (uid < 0 || uid == (int) Files.getAttribute(path, "unix:uid", LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try (var paths = Files.walk(path)) {
            for (Path each : (Iterable<Path>) paths::iterator) {
                Files.setAttribute(each, "unix:uid", uid, LinkOption.NOFOLLOW_LINKS);
            }
        }
    }

    private boolean works() {
        try {
            Process process = new ProcessBuilder(command(List.of("true")))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
