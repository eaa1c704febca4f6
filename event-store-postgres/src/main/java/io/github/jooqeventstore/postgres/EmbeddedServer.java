package io.github.jooqeventstore.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** The PostgreSQL that comes as a dependency, run in a folder of its own. */
final class EmbeddedServer implements RunningServer {
    private static final int STOP_SECONDS = 60;
    private static final int IMMEDIATE_SECONDS = 20;
    private static final Duration START_PATIENCE = Duration.ofSeconds(30);
    private static final int PAUSE_MILLIS = 200;

    private final Programs programs;
    private final Watchdog watchdog;
    private final Login login;
    private final int port;
    private final Thread hook = new Thread(this::stop, "event-store-postgres-stop");
    private boolean stopped;

    private EmbeddedServer(Programs programs, Watchdog watchdog, Login login, int port) {
        this.programs = programs;
        this.watchdog = watchdog;
        this.login = login;
        this.port = port;
    }

    /** {@return a server in the options' data folder, or in a new one that goes with it} */
    static EmbeddedServer start(PostgresOptions options) {
        Workplace workplace = Workplace.open();
        Binaries binaries = Binaries.find(workplace, options.version());
        ServerAccount account = ServerAccount.choose(workplace);
        AbandonedServers.remove(workplace, binaries, account);
        Path kept = options.dataFolder();
        DataFolder folder = kept == null ? DataFolder.throwaway(workplace) : DataFolder.kept(kept);
        return start(options, new Programs(binaries, account, folder));
    }

    private static EmbeddedServer start(PostgresOptions options, Programs programs) {
        Watchdog watchdog = null;
        boolean started = false;
        try {
            programs.account().own(programs.folder().path());
            watchdog = Watchdog.over(programs);
            Login login = Cluster.prepare(options, programs);
            var server = new EmbeddedServer(programs, watchdog, login, startOnFreePort(programs));
            Runtime.getRuntime().addShutdownHook(server.hook);
            started = true;
            return server;
        } catch (IOException e) {
            throw new PostgresServerException(
                    "folder " + programs.folder().path() + ": expected to use it, found " + e, e);
        } finally {
            if (!started) {
                if (watchdog != null) {
                    watchdog.dismiss();
                }
                programs.folder().close();
            }
        }
    }

    // Another process may take the port between the look and the start. And the processes of a server that was killed
    // need a moment to notice: until then the new one refuses to share memory with them.
    private static int startOnFreePort(Programs programs) throws IOException {
        long deadline = System.nanoTime() + START_PATIENCE.toNanos();
        while (true) {
            Files.deleteIfExists(programs.folder().path().resolve(Programs.SERVER_LOG));
            int port = Ports.free();
            if (programs.start(port)) {
                return port;
            }
            boolean mayPass = !Ports.isFree(port) || programs.serverLog().contains("pre-existing shared memory block");
            if (!mayPass || System.nanoTime() > deadline) {
                throw programs.failure("it to start");
            }
            pause();
        }
    }

    @Override
    public String jdbcUrl() {
        return "jdbc:postgresql://127.0.0.1:" + port + "/postgres";
    }

    @Override
    public String user() {
        return login.user();
    }

    @Override
    public String password() {
        return login.password();
    }

    @Override
    public String description() {
        return "embedded, at " + jdbcUrl() + ", data "
                + (programs.folder().kept() ? "kept in " + programs.folder().path() : "thrown away at the end");
    }

    @Override
    public void close() {
        stop();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The JVM ends, and the hook has nothing left to do.
        }
    }

    private synchronized void stop() {
        if (stopped) {
            return;
        }
        stopped = true;
        boolean kept = programs.folder().kept();
        boolean ended = (kept && programs.stop("fast", STOP_SECONDS)) || programs.stop("immediate", IMMEDIATE_SECONDS);
        // A server that somebody has killed cannot be stopped, and is no error.
        if (!ended && !Ports.isFree(port)) {
            throw programs.failure("it to stop");
        }
        watchdog.dismiss();
        programs.folder().close();
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PostgresServerException("embedded PostgreSQL: interrupted while it started", e);
        }
    }
}
