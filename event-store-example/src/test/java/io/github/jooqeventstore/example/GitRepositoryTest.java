package io.github.jooqeventstore.example;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.revwalk.RevWalk;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GitRepositoryTest {

    @TempDir
    private Path folder;

    @BeforeEach
    void useTheProgramsSettings() {
        GitSettings.install();
    }

    @Nested
    class NoRepository {

        @Test
        void isRefusedWithWhatToDo() {
            assertThatThrownBy(() -> GitRepository.at(folder))
                    .isInstanceOf(Problem.class)
                    .hasMessage("repository " + folder + ": expected a clone or a bare repository, found no .git in it;"
                            + " name a clone: -Drepository=PATH");
            assertThatThrownBy(() -> GitRepository.at(folder.resolve("absent"))).hasMessageContaining("found nothing");
            assertThatThrownBy(() -> GitRepository.at(Files.writeString(folder.resolve("file"), "text")))
                    .hasMessageContaining("expected a folder, found a file");
        }

        @Test
        void isNotTakenFromAFolderAboveTheOneThatIsNamed() throws IOException {
            TestRepository.in(folder).close();
            Path inside = Files.createDirectories(folder.resolve("src/main"));
            assertThatThrownBy(() -> GitRepository.at(inside))
                    .hasMessageContaining("found no .git in it, but one above, at " + folder.resolve(".git"));
            try (GitRepository repository = GitRepository.around(inside)) {
                assertThat(repository.place()).isEqualTo(folder);
            }
        }

        @Test
        void isWhatAWorktreeBecomesWhenItsRepositoryIsGone() throws IOException {
            Files.writeString(folder.resolve(".git"), "gitdir: " + folder.resolve("gone/.git/worktrees/w") + "\n");
            assertThatThrownBy(() -> GitRepository.at(folder))
                    .isInstanceOf(Problem.class)
                    .hasMessageContaining("name a clone");
        }
    }

    @Nested
    class ARepository {

        private Path original;
        private TestRepository repository;
        private ObjectId head;

        @BeforeEach
        void makeIt() throws IOException {
            original = Files.createDirectory(folder.resolve("original"));
            repository = TestRepository.in(original);
            ObjectId one = repository.commit(repository.files().with("a", "1"));
            ObjectId two = repository.commit(repository.files().with("a", "2"), one);
            head = repository.head(
                    repository.commit(repository.files().with("a", "3").with("b", "3"), two));
        }

        @Test
        void isOnlyRead() throws IOException {
            Set<Path> before = filesIn(original);
            TestImport.of(original).run();
            assertThat(filesIn(original)).isEqualTo(before);
        }

        @Test
        void mayBeBare() throws GitAPIException {
            Path bare = folder.resolve("bare.git");
            Git.cloneRepository()
                    .setURI(uri())
                    .setDirectory(bare.toFile())
                    .setBare(true)
                    .call()
                    .close();
            assertThat(TestImport.of(bare).run().commits()).isEqualTo(3);
        }

        @Test
        void mayBeItsGitFolder() {
            TestImport.of(original).run();
            assertThat(TestImport.of(original.resolve(".git")).run().before()).isEqualTo(3);
        }

        @Test
        void mayBeShallow() throws GitAPIException, IOException {
            Path shallow = folder.resolve("shallow");
            Git.cloneRepository()
                    .setURI(uri())
                    .setDirectory(shallow.toFile())
                    .setDepth(1)
                    .call()
                    .close();
            TestImport imports = TestImport.of(shallow);
            Importer.Result result = imports.run();
            assertThat(result.commits()).isEqualTo(1);
            assertThat(imports.filesTold()).isEqualTo(TestRepository.filesAtHead(repository.git()));
            try (GitRepository opened = GitRepository.at(shallow)) {
                assertThat(opened.cutOff()).isNotEmpty();
            }
        }

        @Test
        void tellsNothingOfABranchThatWasCutOff() throws IOException {
            ObjectId branch =
                    repository.commit(repository.files().with("a", "4").with("b", "3"), head);
            ObjectId main = repository.commit(repository.files().with("a", "3").with("b", "5"), head);
            repository.head(repository.commit(repository.files().with("a", "4").with("b", "5"), main, branch));
            Files.writeString(original.resolve(".git/shallow"), main.name() + "\n" + branch.name() + "\n");
            TestImport imports = TestImport.of(original);
            assertThat(imports.run().commits()).isEqualTo(3);
            assertThat(imports.filesTold()).isEqualTo(TestRepository.filesAtHead(repository.git()));
            assertThat(imports.eventsOf("a")).hasSize(2);
        }

        @Test
        void mayBeAWorktree() throws IOException {
            Path worktree = Files.createDirectory(folder.resolve("worktree"));
            Path own = Files.createDirectories(original.resolve(".git/worktrees/w"));
            Files.writeString(own.resolve("HEAD"), head.name() + "\n");
            Files.writeString(own.resolve("commondir"), "../..\n");
            Files.writeString(own.resolve("gitdir"), worktree.resolve(".git") + "\n");
            Files.writeString(worktree.resolve(".git"), "gitdir: " + own + "\n");
            TestImport.of(original).run();
            try (GitRepository opened = GitRepository.at(worktree)) {
                assertThat(opened.place()).isEqualTo(worktree);
                assertThat(opened.branch()).isEqualTo("no branch");
            }
            Importer.Result result = TestImport.of(worktree).run();
            assertThat(result.before()).isEqualTo(3);
            assertThat(result.commits()).isZero();
        }

        @Nested
        class ThatLacksObjects {

            private static final String LINES = "one\ntwo\nthree\nfour\nfive\nsix\nseven\neight\nnine\nten\n";

            private ObjectId last;

            @BeforeEach
            void renameFiles() {
                ObjectId one =
                        repository.commit(repository.files().with("a", LINES).with("b", "same"), head);
                last = repository.head(repository.commit(
                        repository.files().with("a2", LINES + "eleven\n").with("b2", "same"), one));
            }

            @Test
            void stillTellsWhichFilesMovedUnchanged() throws IOException {
                TestImport complete = TestImport.of(original);
                remove(Objects.requireNonNull(
                                TestRepository.filesAtHead(repository.git()).get("a2"))
                        .id());
                complete.run();
                assertThat(complete.eventsOf("b")).last().isInstanceOf(FileEvent.FileRenamed.class);
                assertThat(complete.eventsOf("a")).last().isInstanceOf(FileEvent.FileDeleted.class);
                assertThat(complete.filesTold()).isEqualTo(TestRepository.filesAtHead(repository.git()));
            }

            @Test
            void isRefusedWithoutACommit() throws IOException {
                remove(head.name());
                assertThatThrownBy(() -> TestImport.of(original).run())
                        .isInstanceOf(Problem.class)
                        .hasMessageContaining(head.name());
            }

            @Test
            void isRefusedWithoutAFolder() throws IOException {
                try (RevWalk walk = new RevWalk(repository.git())) {
                    remove(walk.parseCommit(last).getTree().name());
                }
                assertThatThrownBy(() -> TestImport.of(original).run())
                        .isInstanceOf(Problem.class)
                        .hasMessageContaining("is this a partial clone?");
            }

            private void remove(String object) throws IOException {
                Files.delete(original.resolve(".git/objects/" + object.substring(0, 2) + "/" + object.substring(2)));
            }
        }

        private String uri() {
            return original.toUri().toString();
        }
    }

    private static Set<Path> filesIn(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.collect(Collectors.toSet());
        }
    }
}
