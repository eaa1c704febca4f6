package io.github.jooqeventstore.example;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.jooqeventstore.RecordedEvent;
import io.github.jooqeventstore.example.FileEvent.FileAdded;
import io.github.jooqeventstore.example.FileEvent.FileChanged;
import io.github.jooqeventstore.example.FileEvent.FileDeleted;
import io.github.jooqeventstore.example.FileEvent.FileRenamed;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.jooq.Configuration;
import org.jooq.TransactionContext;
import org.jooq.TransactionListener;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImporterTest {

    private static final String TEN_LINES = "one\ntwo\nthree\nfour\nfive\nsix\nseven\neight\nnine\nten\n";

    @TempDir
    private Path folder;

    private TestRepository repository;
    private TestImport imports;

    @BeforeEach
    void makeARepository() {
        repository = TestRepository.in(folder);
        imports = TestImport.of(folder);
    }

    @AfterEach
    void closeTheRepository() {
        repository.close();
    }

    @Nested
    class OfAnyHistory {

        @ParameterizedTest
        @ValueSource(longs = {1, 2, 3, 4, 5, 6})
        void leadsToTheFilesOfHead(long seed) {
            new RandomHistory(repository, seed).write(150);
            imports.run();
            assertThat(imports.questions().eventsByType())
                    .containsOnlyKeys("CommitAuthored", "FileAdded", "FileChanged", "FileDeleted", "FileRenamed");
            assertThat(imports.filesTold()).isEqualTo(TestRepository.filesAtHead(repository.git()));
        }

        @Test
        void appendsNothingTheSecondTime() {
            new RandomHistory(repository, 7).write(60);
            Importer.Result first = imports.run();
            List<RecordedEvent> events = imports.events();
            Importer.Result second = imports.run();
            assertThat(second.commits()).isZero();
            assertThat(second.events()).isZero();
            assertThat(second.before()).isEqualTo(first.commits());
            assertThat(imports.events()).isEqualTo(events).hasSize((int) first.events());
        }

        @ParameterizedTest
        @ValueSource(longs = {8, 9, 10})
        void goesOnWithWhatIsNew(long seed) {
            RandomHistory history = new RandomHistory(repository, seed);
            for (int i = 0; i < 5; i++) {
                history.write(30);
                imports.run();
                assertThat(imports.filesTold()).isEqualTo(TestRepository.filesAtHead(repository.git()));
            }
        }

        @Test
        void goesOnAfterATransactionThatFailed() {
            ObjectId head = manyCommits(40, 200);
            assertThatThrownBy(() -> imports.with(failingAtCommit(3)).run()).hasMessage("the plug was pulled");
            long half = imports.events().size();
            assertThat(half).isBetween(2_000L, 7_000L);

            Importer.Result rest = imports.run();

            assertThat(rest.before()).isPositive();
            assertThat(imports.events()).hasSize(40 * 200 + 40);
            assertThat(imports.filesTold()).isEqualTo(TestRepository.filesAtHead(repository.git()));
            assertThat(imports.imported().commits(imports.dsl())).hasSize(40).contains(head);
        }

        @Test
        void tellsWhatGitCounts() {
            manyCommits(12, 30);
            Importer.Result result = imports.run();
            assertThat(result.commits()).isEqualTo(12);
            assertThat(imports.questions().eventsByType())
                    .containsEntry("CommitAuthored", 12)
                    .containsEntry("FileAdded", 30)
                    .containsEntry("FileChanged", 11 * 30)
                    .hasSize(3);
        }

        /** Each changes all files. */
        private ObjectId manyCommits(int commits, int files) {
            ObjectId head = repository.commit(allOf(files, 1));
            for (int i = 2; i <= commits; i++) {
                head = repository.commit(allOf(files, i), head);
            }
            return repository.head(head);
        }

        private TestRepository.Files allOf(int files, int version) {
            TestRepository.Files changed = repository.files();
            for (int file = 0; file < files; file++) {
                changed.with("file" + file, "content " + version);
            }
            return changed;
        }

        private Configuration failingAtCommit(int number) {
            AtomicInteger commits = new AtomicInteger();
            return imports.configuration().derive(TransactionListener.onCommitStart((TransactionContext context) -> {
                if (commits.incrementAndGet() == number) {
                    throw new IllegalStateException("the plug was pulled");
                }
            }));
        }
    }

    @Nested
    class OfAFile {

        @Test
        void tellsItsAdditionChangesAndDeletion() {
            ObjectId one =
                    repository.commit(repository.files().with("keep", "k").with("a", "1"));
            ObjectId two =
                    repository.commit(repository.files().with("keep", "k").with("a", "2"), one);
            ObjectId three = repository.commit(repository.files().with("keep", "k"), two);
            ObjectId four =
                    repository.commit(repository.files().with("keep", "k").with("a", "4"), three);
            repository.head(four);
            imports.run();
            assertThat(imports.eventsOf("a"))
                    .extracting(Object::getClass)
                    .isEqualTo(List.of(FileAdded.class, FileChanged.class, FileDeleted.class, FileAdded.class));
            List<RecordedEvent> events = imports.store().load(Names.file(imports.repository(), "a"));
            assertThat(events)
                    .extracting(event -> event.metadata().correlationId())
                    .containsExactly(one.name(), two.name(), three.name(), four.name());
            assertThat(events).extracting(event -> event.metadata().userId()).containsOnly("ada@example.org");
            assertThat(FileLife.of(events))
                    .isEqualTo(new FileLife(
                            "a", TestRepository.filesAtHead(repository.git()).get("a"), 2, 1, 0, 1));
        }

        @Test
        void tellsANewPathInBothStreams() {
            ObjectId one = repository.commit(repository.files().with("old", TEN_LINES));
            repository.head(repository.commit(repository.files().with("new", TEN_LINES + "eleven\n"), one));
            imports.run();
            assertThat(imports.eventsOf("old"))
                    .last()
                    .isInstanceOfSatisfying(
                            FileRenamed.class, event -> assertThat(event.to()).isEqualTo("new"));
            assertThat(imports.eventsOf("new"))
                    .singleElement()
                    .isInstanceOfSatisfying(
                            FileAdded.class, event -> assertThat(event.from()).isEqualTo("old"));
            assertThat(imports.filesTold()).containsOnlyKeys("new");
        }

        @Test
        void hasALifeUnderAllItsPaths() {
            ObjectId one = repository.commit(repository.files().with("a", TEN_LINES));
            ObjectId two = repository.commit(repository.files().with("b", TEN_LINES), one);
            ObjectId three = repository.commit(repository.files().with("a", TEN_LINES), two);
            ObjectId four =
                    repository.commit(repository.files().with("a", TEN_LINES).with("b", "something else"), three);
            repository.head(
                    repository.commit(repository.files().with("c", TEN_LINES).with("b", "something else"), four));
            imports.run();
            List<RecordedEvent> life = new LifeOfFile(imports.store(), imports.repository()).load("c");
            assertThat(TestImport.payloads(life))
                    .extracting(FileEvent::path)
                    .containsExactly("a", "a", "b", "b", "a", "a", "c");
            assertThat(FileLife.of(life))
                    .isEqualTo(new FileLife("c", FileLife.of(life).content(), 1, 0, 3, 0));
            assertThat(new LifeOfFile(imports.store(), imports.repository()).load("d"))
                    .isEmpty();
        }

        @Test
        void mayBecomeAnotherKindOfFile() {
            ObjectId elsewhere = ObjectId.fromString("1234567890123456789012345678901234567890");
            ObjectId one = repository.commit(repository
                    .files()
                    .with("script", "echo")
                    .with("link", FileMode.SYMLINK, "script")
                    .with("folder", "no folder yet")
                    .withSubmodule("module", elsewhere));
            repository.head(repository.commit(
                    repository
                            .files()
                            .with("script", FileMode.EXECUTABLE_FILE, "echo")
                            .with("link", "now a file")
                            .with("folder/file", "a folder now")
                            .with("module", "no module any more"),
                    one));
            imports.run();
            assertThat(imports.filesTold()).isEqualTo(TestRepository.filesAtHead(repository.git()));
            assertThat(imports.eventsOf("script").getLast())
                    .isInstanceOfSatisfying(
                            FileChanged.class,
                            event -> assertThat(event.content().kind()).isEqualTo(Content.Kind.EXECUTABLE));
            assertThat(imports.eventsOf("module").getFirst())
                    .isInstanceOfSatisfying(
                            FileAdded.class,
                            event -> assertThat(event.content())
                                    .isEqualTo(new Content(Content.Kind.SUBMODULE, elsewhere.name())));
            assertThat(imports.eventsOf("link"))
                    .extracting(Object::getClass)
                    .isEqualTo(List.of(FileAdded.class, FileDeleted.class, FileAdded.class));
        }

        @Test
        void isOneOfTwentyThousandInACommit() {
            TestRepository.Files files = repository.files();
            for (int i = 0; i < 20_000; i++) {
                files.with("folder" + i % 100 + "/file" + i, "same");
            }
            repository.head(repository.commit(files));
            Importer.Result result = imports.run();
            assertThat(result.events()).isEqualTo(20_001);
            assertThat(imports.filesTold()).hasSize(20_000);
        }
    }

    @Nested
    class OfAMerge {

        @Test
        void tellsNothingThatItsBranchHasTold() {
            TestRepository.Files base = repository.files().with("a", "1").with("b", "1");
            ObjectId root = repository.commit(base);
            ObjectId branch = repository.commit(
                    "Bob <bob@example.org>", base.copy().with("b", "2").with("c", "2"), root);
            ObjectId main = repository.commit(base.copy().with("a", "3"), root);
            repository.head(
                    repository.commit(base.copy().with("a", "3").with("b", "2").with("c", "2"), main, branch));
            imports.run();
            assertThat(imports.eventsOf("b")).hasSize(2);
            assertThat(imports.eventsOf("c")).hasSize(1);
            assertThat(imports.questions().busiestAuthors(10))
                    .contains(new Questions.AuthorsWork("Bob", "bob@example.org", 1, 2, 2));
        }

        @Test
        void tellsWhatItHasSettledItself() {
            TestRepository.Files base =
                    repository.files().with("a", "1").with("b", "1").with("c", "1");
            ObjectId root = repository.commit(base);
            ObjectId branch = repository.commit(base.copy().with("a", "2").without("b"), root);
            ObjectId main = repository.commit(base.copy().with("a", "3"), root);
            ObjectId merge = repository.head(repository.commit(
                    base.copy().with("a", "both").with("d", "of the merge").without("c"), main, branch));
            imports.run();
            assertThat(imports.store().load(Names.file(imports.repository(), "a")))
                    .last()
                    .satisfies(event ->
                            assertThat(event.metadata().correlationId()).isEqualTo(merge.name()));
            // The branch had deleted it, and the merge has it all the same.
            assertThat(imports.eventsOf("b"))
                    .extracting(Object::getClass)
                    .isEqualTo(List.of(FileAdded.class, FileDeleted.class, FileAdded.class));
            assertThat(imports.eventsOf("c")).last().isInstanceOf(FileDeleted.class);
            assertThat(imports.eventsOf("d")).singleElement().isInstanceOf(FileAdded.class);
        }

        @Test
        void mayBringHistoriesTogetherThatHadNothingInCommon() {
            ObjectId one = repository.commit(repository.files().with("a", "1"));
            ObjectId two = repository.commit(repository.files().with("b", "1"));
            ObjectId three = repository.commit(repository.files().with("a", "other"));
            repository.head(repository.commit(repository.files().with("a", "1").with("b", "1"), one, two, three));
            assertThat(imports.run().commits()).isEqualTo(4);
            assertThat(imports.filesTold()).isEqualTo(TestRepository.filesAtHead(repository.git()));
        }
    }

    @Nested
    class OfNamesOfAllKinds {

        @Test
        void givesEachFileAStreamOfItsOwnAndKeepsItsName() {
            String e = "caf\u00E9";
            String longName = "x".repeat(300);
            List<String> names = List.of(
                    TestRepository.utf8(e),
                    e, // One byte, and no UTF-8.
                    "\"caf\\351\"", // What the one before looks like in quotes.
                    "with \"quotes\" and \\",
                    "two\nlines",
                    "\"two\\nlines\"",
                    "tab\tand\u0001 and \u007F",
                    TestRepository.utf8("C1 control \u0085"),
                    TestRepository.utf8("\u65E5\u672C/\uD83D\uDE00"),
                    TestRepository.utf8("e\u0301"),
                    TestRepository.utf8("\u00E9"),
                    "\u00ED\u00A0\u0080", // Half of a surrogate pair.
                    " ",
                    longName + "1",
                    longName + "2",
                    "folder/" + TestRepository.utf8("\uD83D\uDE00".repeat(200)));
            TestRepository.Files files = repository.files();
            names.forEach(name -> files.with(name, "content of " + name));
            ObjectId one = repository.commit(files);
            names.forEach(name -> files.with(name, "new content of " + name));
            repository.head(repository.commit(files, one));

            imports.run();

            assertThat(imports.filesTold())
                    .hasSize(names.size())
                    .isEqualTo(TestRepository.filesAtHead(repository.git()))
                    .containsKeys(
                            e,
                            "\"caf\\351\"",
                            "\"\\\"caf\\\\351\\\"\"",
                            "two\nlines",
                            longName + "1",
                            "\"\\355\\240\\200\"");
            assertThat(imports.events().stream()
                            .filter(event -> event.payload() instanceof FileEvent)
                            .map(RecordedEvent::stream)
                            .distinct())
                    .hasSize(names.size());
            assertThat(imports.eventsOf("two\nlines")).hasSize(2);
        }

        @Test
        void readsAuthorsInWhateverEncoding() {
            TestRepository.Files files = repository.files().with("a", "1");
            ObjectId utf8 = repository.commit(TestRepository.utf8("J\u00FCrgen <J@Example.org>"), files);
            String time = " 1700000000 +0100";
            ObjectId latin1 = repository.commit(
                    "J\u00FCrgen <l@example.org>" + time,
                    "J\u00FCrgen <l@example.org>" + time,
                    "encoding ISO-8859-1\n\nGr\u00FC\u00DFe\n",
                    files.copy().with("a", "2"),
                    utf8);
            ObjectId unknown = repository.commit(
                    "J\u00FCrgen <u@example.org>" + time,
                    "J\u00FCrgen <u@example.org>" + time,
                    "encoding no such\n\nHi\n",
                    files.copy().with("a", "3"),
                    latin1);
            ObjectId nobody = repository.commit(
                    " <>" + time, " <>" + time, "\u0007bell\n", files.copy().with("a", "4"), unknown);
            ObjectId broken = repository.commit(
                    "no brackets", "no brackets", "Hi\n", files.copy().with("a", "5"), nobody);
            repository.head(broken);

            imports.run();

            assertThat(imports.questions().busiestAuthors(10))
                    .extracting(Questions.AuthorsWork::id, Questions.AuthorsWork::name)
                    .contains(
                            org.assertj.core.groups.Tuple.tuple("j@example.org", "J\u00FCrgen"),
                            org.assertj.core.groups.Tuple.tuple("l@example.org", "J\u00FCrgen"),
                            org.assertj.core.groups.Tuple.tuple("u@example.org", "J\u00FCrgen"),
                            org.assertj.core.groups.Tuple.tuple("unknown", ""),
                            org.assertj.core.groups.Tuple.tuple("no brackets", "no brackets"));
            assertThat(imports.store().load(Names.author(imports.repository(), "l@example.org")))
                    .singleElement()
                    .satisfies(event -> assertThat(((CommitAuthored) event.payload()).subject())
                            .isEqualTo("Gr\u00FC\u00DFe"));
        }
    }

    @Nested
    class OfClocksThatAreWrong {

        @Test
        void keepsParentsBeforeChildren() {
            TestRepository.Files files = repository.files().with("a", "1");
            ObjectId future = at(4_000_000_000L, files);
            ObjectId past = at(-5, files.copy().with("a", "2"), future);
            ObjectId zero = at(0, files.copy().with("a", "3"), past);
            repository.head(at(Long.MAX_VALUE, files.copy().with("a", "4"), zero));

            imports.run();

            assertThat(imports.eventsOf("a"))
                    .extracting(FileEvent::committedAt)
                    .containsExactly(
                            Instant.ofEpochSecond(4_000_000_000L),
                            Instant.ofEpochSecond(-5),
                            Instant.EPOCH,
                            Instant.parse("9999-12-31T23:59:59Z"));
            assertThat(imports.filesTold()).isEqualTo(TestRepository.filesAtHead(repository.git()));
            assertThat(imports.questions().busiestMonths(10))
                    .extracting(Questions.Month::month)
                    .containsExactly("1969-12", "1970-01", "2096-10", "9999-12");
        }

        private ObjectId at(long second, TestRepository.Files files, ObjectId... parents) {
            String person = "Ada <ada@example.org> " + second + " +0000";
            return repository.commit(person, person, "Hi\n", files, parents);
        }
    }

    @Nested
    class OfAuthors {

        @Test
        void countsInTheOwnTableWhatTheEventsSay() {
            new RandomHistory(repository, 11).write(100);
            imports.run();
            List<Questions.AuthorsWork> authors = imports.questions().busiestAuthors(10);
            assertThat(authors).hasSize(4);
            for (Questions.AuthorsWork author : authors) {
                List<RecordedEvent> commits = imports.store().load(Names.author(imports.repository(), author.id()));
                assertThat(author.commits()).isEqualTo(commits.size());
                assertThat(author.changes())
                        .isEqualTo(commits.stream()
                                .mapToInt(commit -> ((CommitAuthored) commit.payload()).files())
                                .sum());
            }
            assertThat(authors.stream()
                            .mapToLong(Questions.AuthorsWork::commits)
                            .sum())
                    .isEqualTo(imports.imported().commits(imports.dsl()).size());
        }
    }

    @Nested
    class OfAHistoryThatHasChanged {

        @Test
        void saysWhatHeadDoesNotGoBackTo() {
            ObjectId one = repository.commit(repository.files().with("a", "1"));
            repository.head(repository.commit(repository.files().with("a", "2"), one));
            imports.run();
            repository.head(repository.commit(repository.files().with("a", "3"), one));
            Importer.Result result = imports.run();
            assertThat(result.commits()).isEqualTo(1);
            assertThat(result.history().elsewhere()).isEqualTo(1);
            assertThat(imports.filesTold()).isEqualTo(TestRepository.filesAtHead(repository.git()));
        }

        @Test
        void leavesOutWhatComesToLightTooLate() throws Exception {
            ObjectId one = repository.commit(repository.files().with("a", "1"));
            ObjectId two = repository.commit(repository.files().with("a", "2"), one);
            ObjectId three = repository.commit(repository.files().with("a", "3"), two);
            repository.head(three);
            Path shallow = folder.resolve(".git/shallow");
            java.nio.file.Files.writeString(shallow, two.name() + "\n", StandardCharsets.US_ASCII);
            assertThat(imports.run().commits()).isEqualTo(2);
            assertThat(imports.eventsOf("a")).first().isInstanceOf(FileAdded.class);

            java.nio.file.Files.delete(shallow);
            repository.head(repository.commit(repository.files().with("a", "4"), three));
            Importer.Result result = imports.run();

            assertThat(result.commits()).isEqualTo(1);
            assertThat(result.history().tooLate()).isEqualTo(1);
            assertThat(imports.filesTold()).isEqualTo(TestRepository.filesAtHead(repository.git()));
        }

        @Test
        void letsOneProgramImportAtATime() {
            ObjectId one = repository.head(repository.commit(repository.files().with("a", "1")));
            imports.run();
            repository.head(repository.commit(repository.files().with("a", "2"), one));
            imports.dsl()
                    .update(HistoryTables.Repositories.TABLE)
                    .set(HistoryTables.Repositories.COMMITS, 5L)
                    .where(HistoryTables.Repositories.REPOSITORY_ID.eq(imports.repository()))
                    .execute();
            int before = imports.events().size();
            assertThatThrownBy(imports::run)
                    .isInstanceOf(Problem.class)
                    .hasMessageContaining("found another program importing it");
            assertThat(imports.events()).hasSize(before);
        }
    }
}
