package io.github.jooqeventstore.testing;

import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/** Appends of all kinds, chosen at random, with delays between them. */
record Appends(Tally tally) {

    private static final int MOST = 3;
    private static final List<Appending> ALL = List.of(Appending.values());
    private static final List<Appending> OF_ONE_STATEMENT =
            Stream.of(Appending.values()).filter(Appending::isOneStatement).toList();

    void some(WriterSession session) throws SQLException {
        int count = 1 + session.random().nextInt(MOST);
        for (int i = 0; i < count; i++) {
            one(session);
        }
    }

    void one(WriterSession session) throws SQLException {
        append(session, oneOf(ALL, session.random()));
    }

    void oneStatement(WriterSession session) throws SQLException {
        append(session, oneOf(OF_ONE_STATEMENT, session.random()));
    }

    static String label(Appending appending) {
        return "appends " + appending.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private void append(WriterSession session, Appending appending) throws SQLException {
        appending.append(session);
        tally.add(label(appending));
        session.pause();
    }

    private static Appending oneOf(List<Appending> choices, RandomGenerator random) {
        return choices.get(random.nextInt(choices.size()));
    }
}
