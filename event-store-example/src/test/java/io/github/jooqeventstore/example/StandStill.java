package io.github.jooqeventstore.example;

import java.util.List;
import javax.sql.DataSource;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;

/** Has transactions of the program stand still where a test wants to kill it: triggers in a migrated database. */
final class StandStill {

    private final DSLContext dsl;

    private StandStill(DSLContext dsl) {
        this.dsl = dsl;
    }

    static StandStill in(DataSource database) {
        DSLContext dsl = DSL.using(database, SQLDialect.POSTGRES);
        dsl.execute("create table public.stand_still (place text primary key, beyond bigint)");
        dsl.execute("insert into public.stand_still values ('authors', null), ('churn', null)");
        dsl.execute("""
                create function public.stand_still() returns trigger language plpgsql as $$
                begin
                  if (select case tg_table_name
                        when 'churn' then (select sum(came + changed + gone) from git_history.churn)
                        else (select count(*) from event_store.events) end)
                     > (select beyond from public.stand_still where place = tg_table_name) then
                    perform pg_sleep(600);
                  end if;
                  return null;
                end $$
                """);
        dsl.execute("create trigger stand_still after insert on git_history.authors"
                + " execute function public.stand_still()");
        dsl.execute(
                "create trigger stand_still after insert on git_history.churn execute function public.stand_still()");
        return new StandStill(dsl);
    }

    /** The import stands still in its first transaction that begins with more events stored than those. */
    StandStill importBeyond(long events) {
        return beyond("authors", events);
    }

    /** The projection stands still in its first transaction that counts more events of files than those. */
    StandStill projectionBeyond(long events) {
        return beyond("churn", events);
    }

    private StandStill beyond(String place, long events) {
        dsl.execute("update public.stand_still set beyond = ? where place = ?", events, place);
        return this;
    }

    long standing() {
        return sleepers().size();
    }

    /**
     * Nothing stands still any more, and what a killed program has begun is over: the server would notice the end of its
     * client only after the sleep.
     */
    void end() {
        dsl.execute("update public.stand_still set beyond = null");
        for (int pid : sleepers()) {
            dsl.execute("select pg_terminate_backend(?, 10000)", pid);
        }
        Await.until("the sessions of the killed program are over", () -> sessions() == 0);
    }

    private List<Integer> sleepers() {
        return dsl.fetch("select pid from pg_stat_activity where wait_event = 'PgSleep'"
                        + " and datname = current_database()")
                .getValues(0, Integer.class);
    }

    private int sessions() {
        return dsl.fetch("select 1 from pg_stat_activity where datname = current_database()"
                        + " and backend_type = 'client backend' and pid <> pg_backend_pid()")
                .size();
    }
}
