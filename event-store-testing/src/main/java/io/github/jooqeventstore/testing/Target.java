package io.github.jooqeventstore.testing;

import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;

/** The server under torture: a given one, which is left as it was, or one of the program's own. */
sealed interface Target extends AutoCloseable permits GivenDatabase, OwnServer {

    static Target open(TortureOptions options) {
        String schema = "torture_"
                + HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
        return options.url() == null
                ? OwnServer.start(options.version(), schema)
                : new GivenDatabase(new Address(options.url(), options.user(), options.password(), schema));
    }

    /** Where it is now; a server that was killed and started again is elsewhere. */
    Address address();

    /** Ends what is the program's own. */
    @Override
    void close();
}
