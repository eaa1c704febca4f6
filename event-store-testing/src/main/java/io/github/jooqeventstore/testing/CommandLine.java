package io.github.jooqeventstore.testing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** The words after the program's name, read one by one. */
final class CommandLine {

    static final String HELP = """
            Proves on a PostgreSQL that no reader of the event store misses an event, sees one twice, or sees a stream out
            of order, while writers, connections and the server are made to fail.

            usage: java -jar torture.jar [option...]

              --url URL            work in the database at this JDBC URL (jdbc:postgresql://host/database), in a schema of
                                   its own that is dropped at the end; nothing else is touched, no server is killed.
                                   Without it the program starts a PostgreSQL of its own, and kills that now and then
              --user NAME          the user at that URL, who may create a schema there
              --password-env NAME  the environment variable that holds the password; PGPASSWORD unless named
              --version VERSION    the PostgreSQL to start without --url, such as 15 or 18.6; the one in the jar unless named
              --seconds N          how long the writers write; 60 unless said
              --writers N          how many write at once; 16 unless said
              --reader KINDS       which readers, by comma; all but naive unless said:
            %s
              --seed N             repeats the choices of an earlier run (not how they interleave)
              --keep               leave the schema for a look
              --help               this text

            Prints one "name: value" a line. Exit codes: 0 nothing missed, duplicated or out of order; 1 a promise was broken;
            2 the command line makes no sense; 3 too little was committed to prove anything; 4 no database to work on;
            5 the program itself failed.
            """.formatted(ReaderKind.help());

    private static final String DEFAULT_PASSWORD_VARIABLE = "PGPASSWORD";
    private static final int MOST = 1_000_000;

    private final Map<String, String> environment;
    private @Nullable String url;
    private @Nullable String user;
    private @Nullable String version;
    private @Nullable String passwordVariable;
    private int seconds = 60;
    private int writers = 16;
    private List<ReaderKind> readers = ReaderKind.sound();
    private long seed = ThreadLocalRandom.current().nextLong(MOST);
    private boolean keep;

    private CommandLine(Map<String, String> environment) {
        this.environment = environment;
    }

    static boolean asksForHelp(String[] words) {
        return Arrays.asList(words).contains("--help");
    }

    /**
     * The options that these words say.
     *
     * @throws UsageException if they make no sense
     */
    static TortureOptions parse(String[] words, Map<String, String> environment) {
        CommandLine line = new CommandLine(environment);
        Iterator<String> rest = Arrays.asList(words).iterator();
        while (rest.hasNext()) {
            line.take(rest.next(), rest);
        }
        return line.options();
    }

    private void take(String name, Iterator<String> rest) {
        switch (name) {
            case "--url" -> url = checkedUrl(value(name, rest));
            case "--user" -> user = value(name, rest);
            case "--password-env" -> passwordVariable = value(name, rest);
            case "--version" -> version = value(name, rest);
            case "--seconds" -> seconds = (int) number(name, value(name, rest), 1, MOST);
            case "--writers" -> writers = (int) number(name, value(name, rest), 1, 1_000);
            case "--reader", "--readers" -> readers = kinds(name, value(name, rest));
            case "--seed" -> seed = number(name, value(name, rest), Long.MIN_VALUE, Long.MAX_VALUE);
            case "--keep" -> keep = true;
            case "--password" ->
                throw new UsageException("--password: expected --password-env NAME, as others can read a command line");
            default -> throw new UsageException("expected an option that --help tells of, found " + name);
        }
    }

    private TortureOptions options() {
        if (url == null && (user != null || passwordVariable != null)) {
            throw new UsageException("--user and --password-env: expected with --url, found without");
        }
        if (url == null && keep) {
            throw new UsageException("--keep: expected with --url, as a server of the program's own is thrown away");
        }
        if (url != null && version != null) {
            throw new UsageException("--version: expected without --url, whose server is there already");
        }
        return new TortureOptions(
                url, user, url == null ? null : password(), version, seconds, writers, readers, seed, keep);
    }

    private @Nullable String password() {
        if (passwordVariable == null) {
            return environment.get(DEFAULT_PASSWORD_VARIABLE);
        }
        String password = environment.get(passwordVariable);
        if (password == null) {
            throw new UsageException(
                    "--password-env: expected a variable of the environment, found none named " + passwordVariable);
        }
        return password;
    }

    private static String value(String name, Iterator<String> rest) {
        if (!rest.hasNext()) {
            throw new UsageException(name + ": expected a value, found the end");
        }
        String value = rest.next();
        if (value.isBlank() || value.startsWith("--")) {
            throw new UsageException(name + ": expected a value, found " + (value.isBlank() ? "nothing" : value));
        }
        return value;
    }

    /** The URL itself is in no message: it may hold what is secret. */
    private static String checkedUrl(String url) {
        if (!url.startsWith("jdbc:postgresql:")) {
            throw new UsageException("--url: expected one that begins with jdbc:postgresql:, found another");
        }
        if (url.toLowerCase(Locale.ROOT).matches(".*[?&](ssl)?password=.*")) {
            throw new UsageException("--url: expected no password in it, found one; use --password-env NAME");
        }
        return url;
    }

    private static long number(String name, String text, long least, long most) {
        try {
            long number = Long.parseLong(text);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Said below.
        }
        throw new UsageException(name + ": expected a whole number from " + least + " to " + most + ", found " + text);
    }

    private static List<ReaderKind> kinds(String name, String text) {
        List<ReaderKind> kinds = new ArrayList<>();
        for (String word : List.of(text.split(",", -1))) {
            ReaderKind kind = ReaderKind.named(word.strip());
            if (kind == null) {
                throw new UsageException(name + ": expected kinds that --help tells of, found " + word);
            }
            if (!kinds.contains(kind)) {
                kinds.add(kind);
            }
        }
        return kinds;
    }
}
