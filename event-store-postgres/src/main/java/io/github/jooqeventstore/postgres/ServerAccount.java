package io.github.jooqeventstore.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The account that runs the server: PostgreSQL refuses to run as root, and as an account without a name.
 *
 * @param prefix what stands before a command so that it runs under the account
 * @param uid the number that owns the server's files as this machine sees it, or -1: whoever makes them
 */
record ServerAccount(List<String> prefix, int uid) {
    private static final int NOBODY = 65534;

    static ServerAccount choose(Workplace workplace) {
        boolean nameless = System.getProperty("user.name").equals("?");
        if (!workplace.root() && !nameless) {
            return new ServerAccount(List.of(), -1);
        }
        return Stream.of(inNamespace(workplace), asNobody())
                .filter(ServerAccount::works)
                .findFirst()
                .orElseThrow(() ->
                        new PostgresServerException("embedded PostgreSQL: expected an account with a name, not root, "
                                + "found " + (nameless ? "account " + workplace.uid() + " without a name" : "root")
                                + ", and neither unshare -U nor setpriv changes it; run as another user"));
    }

    // Within, it is nobody; seen from outside, the files stay with the account that we have.
    private static ServerAccount inNamespace(Workplace workplace) {
        return new ServerAccount(List.of("unshare", "-U"), workplace.uid());
    }

    // Containers often forbid the namespace. The capability lets it reach a folder below root's own.
    private static ServerAccount asNobody() {
        return new ServerAccount(
                List.of(
                        "setpriv",
                        "--reuid=" + NOBODY,
                        "--regid=" + NOBODY,
                        "--clear-groups",
                        "--inh-caps=+dac_override",
                        "--ambient-caps=+dac_override"),
                NOBODY);
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
