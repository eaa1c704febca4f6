package io.github.jooqeventstore.migration;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.jooqeventstore.migration.TestServer.Database;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The file {@code event-store/schema.sql}. */
class PlainSchemaTest {
    private static final String PLAIN = Resources.text("/event-store/schema.sql");

    @Test
    void isAHeadOfCommentsAndThenTheMigrationsUnchanged() throws Exception {
        var migrations = new StringBuilder();
        for (Path migration : migrations()) {
            migrations.append(Files.readString(migration));
        }

        assertThat(PLAIN)
                .as("schema.sql is its head and then: cat migration/V*.sql, in the order of their numbers")
                .endsWith(migrations);
        String head = PLAIN.substring(0, PLAIN.length() - migrations.length());
        assertThat(head.lines().filter(line -> !line.isEmpty())).allMatch(line -> line.startsWith("--"));
    }

    @Test
    void makesTheCatalogThatTheMigrationsMake() throws SQLException {
        Database migrated = TestServer.database();
        migrated.migrations().migrate();
        Database byHand = TestServer.database();
        byHand.run("create schema event_store", "set search_path = event_store; " + PLAIN);

        List<String> catalog = catalog(byHand);

        assertThat(catalog).isEqualTo(catalog(migrated)).hasSizeGreaterThan(100);
    }

    @Test
    void hasTheVersionOfThisLibrary() throws Exception {
        String newest = migrations().getLast().getFileName().toString();

        assertThat(newest).startsWith("V" + SchemaState.LIBRARY_VERSION + "__");
        Database database = TestServer.database();
        assertThat(database.migrations().migrate().version()).isEqualTo(SchemaState.LIBRARY_VERSION);
    }

    private static List<Path> migrations() throws IOException, URISyntaxException {
        var folder = Path.of(Objects.requireNonNull(PlainSchemaTest.class.getResource("/event-store/migration"))
                .toURI());
        try (var files = Files.list(folder)) {
            return files.sorted(Comparator.comparingInt(file ->
                            Integer.parseInt(file.getFileName().toString().replaceFirst("V(\\d+)__.*", "$1"))))
                    .collect(Collectors.toList());
        }
    }

    /**
     * All that PostgreSQL knows of the schema, object by object, but for numbers that differ between any two databases, and
     * for where in a text an expression stood, which some versions keep: definitions show the expressions.
     */
    private static List<String> catalog(Database database) throws SQLException {
        return database.ask("""
                with relation as (
                  select * from pg_class
                  where relnamespace = 'event_store'::regnamespace and relname not like 'event\\_store\\_schema\\_history%'
                )
                select line from (
                  select 'relation ' || relname || (to_jsonb(r) - '{oid, relnamespace, reltype, relowner, relfilenode, relpages,
                           reltuples, relallvisible, relallfrozen, reltoastrelid, relfrozenxid, relminmxid, relname}'::text[])::text
                  from relation r
                  union all
                  select 'attribute ' || r.relname || '.' || a.attname || ' ' || format_type(a.atttypid, a.atttypmod)
                           || (to_jsonb(a) - '{attrelid}'::text[])::text || coalesce(pg_get_expr(d.adbin, d.adrelid), '')
                  from relation r join pg_attribute a on a.attrelid = r.oid
                    left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
                  union all
                  select 'constraint ' || r.relname || '.' || k.conname || ' ' || pg_get_constraintdef(k.oid)
                           || k.convalidated || k.conislocal || k.condeferrable
                  from relation r join pg_constraint k on k.conrelid = r.oid
                  union all
                  select 'index ' || pg_get_indexdef(x.indexrelid)
                           || (to_jsonb(x) - '{indexrelid, indrelid, indpred, indexprs}'::text[])::text
                  from relation r join pg_index x on x.indrelid = r.oid
                  union all
                  select 'trigger ' || pg_get_triggerdef(g.oid) || g.tgenabled::text
                  from relation r join pg_trigger g on g.tgrelid = r.oid
                  union all
                  select 'sequence ' || to_jsonb(s)::text from pg_sequences s where s.schemaname = 'event_store'
                  union all
                  select 'function ' || pg_get_functiondef(p.oid) || coalesce(p.proacl::text, '')
                  from pg_proc p where p.pronamespace = 'event_store'::regnamespace
                  union all
                  select 'comment ' || o.type || ' ' || o.identity || ' ' || c.description
                  from pg_description c cross join lateral pg_identify_object(c.classoid, c.objoid, c.objsubid) o
                  where o.schema = 'event_store' or o.identity like 'event\\_store.%'
                  union all
                  select 'row ' || (to_jsonb(s) - 'store_id')::text from event_store.store s
                ) as dump (line) order by line collate "C"
                """);
    }
}
