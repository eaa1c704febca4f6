package io.github.jooqeventstore.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.jooqeventstore.consumer.ConsumerProject.Build;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The build of a shop with two schemas of its own, as its owner would run it. */
class ConsumerBuildTest {

    private static final String UNCHANGED = "migrations unchanged: the generated code is kept";
    private static final String GENERATED = "generated package com.example.shop.schema";

    private static ConsumerProject shop;
    private static Build first;

    @BeforeAll
    static void buildOnce() throws Exception {
        shop = ConsumerProject.fixture("shop");
        first = shop.run("test");
    }

    @Nested
    class AFirstBuild {

        @Test
        void generatesCompilesAndPassesTheTestsOfTheProject() {
            assertThat(first.exitCode()).as(first::text).isZero();
            assertThat(first.text()).contains(GENERATED).contains("Tests run: 2, Failures: 0, Errors: 0, Skipped: 0");
        }

        @Test
        void leavesTheTablesOfTheStoreToTheLibrary() {
            assertThat(shop.folder().resolve("target/generated-sources/jooq/io"))
                    .doesNotExist();
            assertThat(shop.folder().resolve("target/generated-sources/jooq/com/example/shop/schema/event_store"))
                    .doesNotExist();
        }
    }

    @Nested
    class AnUnchangedBuild {

        @Test
        void startsNoDatabase() throws Exception {
            Build again = shop.runWithoutDatabase("compile");
            assertThat(again.exitCode()).as(again::text).isZero();
            assertThat(again.text()).contains(UNCHANGED).doesNotContain(GENERATED);
            System.out.printf("consumer's build: first %.1f s, unchanged %.1f s%n", first.seconds(), again.seconds());
        }
    }

    @Nested
    class AnAddedMigration {

        @Test
        void isGenerated() throws Exception {
            ConsumerProject added = shop.copyAs("shop-added");
            added.write(
                    "src/main/resources/db/migration/V3__parcel.sql",
                    "alter table shop.orders add column parcel text;");
            Build build = added.run("compile");
            assertThat(build.exitCode()).as(build::text).isZero();
            assertThat(build.text()).contains(GENERATED);
            assertThat(added.generated("com/example/shop/schema/shop/tables/Orders.java"))
                    .contains(" PARCEL = createField");
        }
    }

    @Nested
    class AColumnRenamedInAMigration {

        @Test
        void breaksTheCompileOfAQuery() throws Exception {
            ConsumerProject renamed = shop.copyAs("shop-renamed");
            renamed.write(
                    "src/main/resources/db/migration/V3__client.sql",
                    "alter table shop.orders rename column customer to client;");
            Build build = renamed.run("compile");
            assertThat(build.exitCode()).as(build::text).isEqualTo(1);
            assertThat(build.text())
                    .contains(GENERATED)
                    .contains("COMPILATION ERROR")
                    .containsPattern("Orders\\.java:\\[\\d+,\\d+] .*\n.*symbol: +variable CUSTOMER");
        }
    }

    @Nested
    class AnOlderJooqInTheProject {

        @Test
        void isRefusedByName() throws Exception {
            ConsumerProject older = shop.copyAs("shop-older");
            String jooq = ConsumerProject.version("jooq");
            older.replaceInPom("<jooq.version>" + jooq, "<jooq.version>3.20.0");
            Build build = older.runWithoutDatabase("compile");
            assertThat(build.exitCode()).as(build::text).isEqualTo(1);
            assertThat(build.text())
                    .contains("jOOQ of the project: expected " + jooq
                            + ", whose generator runs here, or newer, found 3.20.0");
        }
    }

    @Nested
    class AColumnOfTheProjectOnEvents {

        @Test
        void isMigratedGeneratedFilledAndQueried() throws Exception {
            Build build = ConsumerProject.fixture("audit").run("test");
            assertThat(build.exitCode()).as(build::text).isZero();
            assertThat(build.text())
                    .contains("generated package com.example.audit.schema")
                    .contains("Tests run: 5, Failures: 0, Errors: 0, Skipped: 0");
        }
    }
}
