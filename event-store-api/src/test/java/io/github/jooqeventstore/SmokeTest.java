package io.github.jooqeventstore;

import static io.github.jooqeventstore.ExpectedVersion.*;
import static org.assertj.core.api.Assertions.*;
import java.sql.Connection;
import java.util.*;
import org.jooq.impl.*;
import org.jooq.*;
import org.junit.jupiter.api.Test;

class SmokeTest {
    @Test
    void all() throws Exception {
        TestDatabase db = TestDatabase.create();
        for (boolean listeners : new boolean[] {false, true}) for (boolean tx : new boolean[] {false, true}) {
            Connection c = db.connect();
            c.setAutoCommit(!tx);
            DefaultConfiguration cfg = new DefaultConfiguration();
            cfg.set(c).set(SQLDialect.POSTGRES);
            if (listeners) cfg.set(new ExecuteListener() {});
            EventStore store = EventStore.using(DSL.using(cfg));
            String pre = (listeners ? "l" : "d") + (tx ? "t" : "a");
            for (int n : new int[] {1, 3}) {
                List<NewEvent> ev = new ArrayList<>();
                for (int i = 0; i < n; i++) ev.add(NewEvent.of(new JsonEvent("t" + i, "{\"a\": " + i + "}"), EventMetadata.none().withUserId("u")));
                StreamId s = StreamId.of(pre + n);
                AppendResult r = store.append(s, noStream(), ev);
                System.out.println(r);
                System.out.println(store.append(s, noStream(), ev));
                for (ExpectedVersion e : List.of(any(), streamExists(), exactly(3L * n), exactly(n))) {
                    List<NewEvent> more = ev.stream().map(x -> NewEvent.of(x.payload())).toList();
                    try { System.out.println(e + " " + store.append(s, e, more) + " " + store.append(s, e, more)); }
                    catch (WrongExpectedVersionException x) { System.out.println(x.getMessage()); }
                }
                assertThatThrownBy(() -> store.append(s, noStream(), new JsonEvent("x", "1"))).isInstanceOf(WrongExpectedVersionException.class);
                StreamId t = StreamId.of(pre + n + "any");
                System.out.println(store.append(t, any(), new JsonEvent("x", "1"), new JsonEvent("y", "[]")));
                System.out.println(store.load(s, StreamSlice.backward().limit(2)));
                System.out.println(store.loadLazily(s, StreamSlice.forward()).count() + " " + store.currentVersion(s) + store.currentVersion(StreamId.of("nope")));
                List<StreamAppend> several = List.of(StreamAppend.of(s, streamExists(), ev.stream().map(x -> NewEvent.of(x.payload())).toList()),
                    StreamAppend.of(StreamId.of(pre + n + "new1"), noStream(), new JsonEvent("x", "{}")), StreamAppend.of(StreamId.of(pre + n + "new2"), any(), new JsonEvent("x", "{}")));
                System.out.println(store.append(several));
                System.out.println(store.append(several));
                assertThatThrownBy(() -> store.append(List.of(StreamAppend.of(s, exactly(1), new JsonEvent("x", "{}")), StreamAppend.of(StreamId.of(pre + n + "new3"), any(), new JsonEvent("x", "{}"))))).isInstanceOf(WrongExpectedVersionException.class);
                System.out.println(store.query(EventQuery.where(EventFilter.streamPrefix(pre).and(EventFilter.ofTypes("t0", "t1")).and(EventFilter.metadata("user_id", "u")).and(EventFilter.payload("a", "0")).and(EventFilter.payloadContains("{\"a\":0}")).and(EventFilter.ofTypes("q").not())).newestFirst()));
            }
            if (tx) c.commit();
        }
        Statements st = new Statements.Cache(SqlParts.commitsAreDurable()).of(new DefaultConfiguration().set(SQLDialect.POSTGRES));
        for (Statement s : Statement.values()) System.out.println(s + ": " + st.sql(s).text());
    }
}
