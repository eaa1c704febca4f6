package io.github.jooqeventstore.testing;

import java.sql.SQLException;
import java.util.Objects;

/** Readers in a process of their own, to be killed and started again. */
final class ReaderProcess {

    private ReaderProcess() {}

    /** Starts one reader of each of these kinds. */
    public static void main(String[] kinds) throws SQLException {
        Parent.dieWith();
        Address address = Address.of(System.getenv());
        try (Crew crew = new Crew("readers");
                ReaderStore store = new ReaderStore(new Connections(() -> address))) {
            for (String word : kinds) {
                ReaderKind kind = Objects.requireNonNull(ReaderKind.named(word), word);
                crew.start(kind.open(Readers.nameInOtherProcess(kind), store, new Tally())::run);
            }
            crew.join();
        }
    }
}
