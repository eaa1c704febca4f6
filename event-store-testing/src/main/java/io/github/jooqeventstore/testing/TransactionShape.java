package io.github.jooqeventstore.testing;

import static io.github.jooqeventstore.testing.TortureTables.NOTE;
import static io.github.jooqeventstore.testing.TortureTables.NOTES;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.time.Instant;

/** The transactions around the appends. */
enum TransactionShape {
    /** None: each statement commits by itself. */
    AUTOCOMMIT {
        @Override
        void run(WriterSession session, Appends appends) throws SQLException {
            session.autocommit();
            Instant asked = Instant.now();
            appends.oneStatement(session);
            session.acknowledged(asked);
        }
    },
    /** Some appends, and a commit. */
    PLAIN {
        @Override
        void run(WriterSession session, Appends appends) throws SQLException {
            session.begin();
            appends.some(session);
            session.commit();
        }
    },
    /** Another table first: the transaction's number is older than its place among the events. */
    OTHER_TABLE_FIRST {
        @Override
        void run(WriterSession session, Appends appends) throws SQLException {
            session.begin();
            session.dsl().insertInto(NOTES, NOTE).values("first").execute();
            session.pause();
            appends.some(session);
            session.commit();
        }
    },
    /** Savepoints within savepoints, some of which are rolled back to. */
    SAVEPOINTS {
        @Override
        void run(WriterSession session, Appends appends) throws SQLException {
            session.begin();
            appends.one(session);
            nested(session, appends, 1 + session.random().nextInt(3));
            session.commit();
        }
    },
    /** Everything is rolled back: nothing but gaps remains. */
    ROLLED_BACK {
        @Override
        void run(WriterSession session, Appends appends) throws SQLException {
            session.begin();
            appends.some(session);
            session.connection().rollback();
        }
    },
    /** Prepared first, and ended later: by this writer, or by nobody until the transaction manager finds it. */
    TWO_PHASE {
        @Override
        void run(WriterSession session, Appends appends) throws SQLException {
            session.begin();
            appends.some(session);
            PreparedTransaction.prepare(session, appends.tally());
        }
    };

    abstract void run(WriterSession session, Appends appends) throws SQLException;

    private static void nested(WriterSession session, Appends appends, int depth) throws SQLException {
        Connection connection = session.connection();
        Savepoint savepoint = connection.setSavepoint();
        int mark = session.written();
        appends.one(session);
        if (depth > 1) {
            nested(session, appends, depth - 1);
        }
        session.pause();
        if (session.random().nextBoolean()) {
            connection.rollback(savepoint);
            session.forgetAfter(mark);
        } else {
            connection.releaseSavepoint(savepoint);
        }
    }
}
