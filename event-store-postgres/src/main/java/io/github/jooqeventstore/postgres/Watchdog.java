package io.github.jooqeventstore.postgres;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A small shell that outlives the JVM when it is killed: its input ends then, it stops the server, and deletes what is
 * thrown away. Where there is no {@code /bin/sh}, the next start does the same.
 */
final class Watchdog {
    // It acts only while the folder bears this JVM's mark, as a later JVM may have taken it over, and never on a
    // process
    // that the pid file named before. A server that was starting has no pid file yet: stopping is tried again.
    private static final String SCRIPT = """
            trap '' INT HUP TERM
            pid() { head -n 1 data/postmaster.pid 2>/dev/null; }
            ours() { [ "$(cat owner)" = "$1" ]; }
            while read -r word; do [ "$word" = done ] && exit 0; done
            tries=0
            while [ $tries -lt 5 ] && ours "$1"; do
              if [ "$(pid)" != "$5" ] && "$2" stop --pgdata=data --mode="$3" --wait; then break; fi
              tries=$((tries + 1)); sleep 1
            done
            if [ "$4" = throwaway ] && ours "$1"; then folder=$PWD; cd / && rm -rf "$folder"; fi
            """;
    private static final Path SHELL = Path.of("/bin/sh");

    private final @Nullable Process process;

    private Watchdog(@Nullable Process process) {
        this.process = process;
    }

    static Watchdog over(Programs programs) throws IOException {
        if (!Files.exists(SHELL)) {
            return new Watchdog(null);
        }
        DataFolder folder = programs.folder();
        var builder = new ProcessBuilder(programs.account()
                .command(List.of(
                        SHELL.toString(),
                        "-c",
                        SCRIPT,
                        "event-store-postgres-watchdog",
                        folder.mark(),
                        programs.pgCtl(),
                        folder.kept() ? "fast" : "immediate",
                        folder.kept() ? "kept" : "throwaway",
                        OldServer.pid(folder))));
        builder.directory(folder.path().toFile());
        builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
        builder.redirectError(ProcessBuilder.Redirect.DISCARD);
        return new Watchdog(builder.start());
    }

    /** Sends it away: the JVM has stopped the server itself. */
    void dismiss() {
        if (process == null) {
            return;
        }
        try (OutputStream input = process.getOutputStream()) {
            input.write("done\n".getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            // It is gone already.
        }
    }
}
