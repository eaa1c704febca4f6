package io.github.jooqeventstore.operations.lint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The files are in {@code lint/RULE/bad} and {@code lint/RULE/good} of the test resources. */
class LintTest {
    private static List<Path> files(LintRule rule, String kind) throws IOException {
        try (var files = Files.list(Path.of("src", "test", "resources", "lint", rule.toString(), kind))) {
            return files.sorted().toList();
        }
    }

    @Nested
    class EachRule {
        @ParameterizedTest
        @EnumSource
        void findsEveryBadFile(LintRule rule) throws IOException {
            for (Path file : files(rule, "bad")) {
                List<LintFinding> findings = Lint.ofSchema("event_store").read(file);

                assertThat(findings)
                        .as("%s", file)
                        .extracting(LintFinding::rule)
                        .contains(rule);
                assertThat(findings)
                        .as("%s", file)
                        .allSatisfy(finding -> assertThat(finding.file()).isEqualTo(file.toString()));
            }
        }

        @ParameterizedTest
        @EnumSource
        void findsNothingInGoodFiles(LintRule rule) throws IOException {
            Lint lint = Lint.ofSchema("event_store");
            List<LintFinding> findings = new ArrayList<>();
            for (Path file : files(rule, "good")) {
                findings.addAll(lint.read(file));
            }

            assertThat(findings).isEmpty();
        }
    }

    @Nested
    class AStatement {
        private final Lint lint = Lint.ofSchema("event_store");

        @Test
        void isFoundAtItsLine() {
            List<LintFinding> findings = lint.read("V1__a.sql", """
                    -- a remark; with a semicolon
                    create table notes (id int);

                    /* another
                       remark */
                    alter table events
                      rename column tenant to customer;
                    """);

            assertThat(findings)
                    .containsExactly(new LintFinding("V1__a.sql", 6, LintRule.RENAME, "rename of or in events"));
        }

        @Test
        void isAllowedWhatTheCommentBeforeItNamesAndNoMore() {
            assertThat(lint.read("V1__a.sql", """
                    -- event-store:allow drop it was never used
                    alter table notes drop column one;
                    alter table notes drop column two;
                    """))
                    .extracting(LintFinding::line, LintFinding::rule)
                    .containsExactly(tuple(3, LintRule.DROP));
        }

        @Test
        void isOursInTheSchemaOfTheStore() {
            Lint other = Lint.ofSchema("shop");

            assertThat(other.read("V1__a.sql", "delete from shop.events")).hasSize(1);
            assertThat(other.read("V1__a.sql", "delete from Events")).hasSize(1);
            assertThat(other.read("V1__a.sql", "delete from \"Events\"")).isEmpty();
            assertThat(other.read("V1__a.sql", "delete from event_store.events"))
                    .isEmpty();
        }
    }

    @Nested
    class AScript {
        @Test
        void isTakenApartAtItsSemicolonsAlone() {
            SqlScript script = SqlScript.parse("V1__a.sql", """
                    select ';', E'\\';', U&'\\00e4;', $$;$$, $x$ $$;$y$ $x$, "a;""b", a$b$c /* ; /* ; */ ; */;
                    create function f() returns int language sql begin atomic select case when true then 1 end; select 2; end;
                    create rule r as on update to notes do also (insert into log values (1); insert into log values (2));
                    select 1 -- ;
                    """);

            assertThat(script.statements())
                    .extracting(SqlStatement::line, SqlStatement::toString)
                    .extracting(Object::toString)
                    .hasSize(4)
                    .last()
                    .isEqualTo("(4, \"select 1\")");
            assertThat(script.transactional()).isTrue();
        }

        @Test
        void saysWhichIndexItBuilds() {
            SqlScript script = SqlScript.parse(
                    "V1__a.sql",
                    "create unique index concurrently if not exists \"By user\" on only event_store.events using btree (a)"
                            + " where a > 0;");

            assertThat(script.statements().getFirst().index())
                    .isEqualTo(new IndexDefinition(
                            "By user", "event_store", "events", true, true, "using btree (a) where a > 0"));
        }

        @Test
        void tellsWhereAQuoteWithoutEndBegins() {
            assertThat(Lint.ofSchema("event_store").read("V1__a.sql", "select 1;\nselect $$ two;\n"))
                    .containsExactly(new LintFinding("V1__a.sql", 2, LintRule.READABLE, "an end that is missing"));
        }
    }
}
