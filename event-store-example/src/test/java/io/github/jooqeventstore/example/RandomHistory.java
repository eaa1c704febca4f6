package io.github.jooqeventstore.example;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;

/** A history with branches, merges of all kinds, renames, deletions and files that come back. */
final class RandomHistory {

    private record Tip(ObjectId commit, TestRepository.Files files) {}

    private static final int PATHS = 12;

    private final Random random;
    private final TestRepository repository;
    private final List<Tip> tips = new ArrayList<>();

    RandomHistory(TestRepository repository, long seed) {
        this.repository = repository;
        this.random = new Random(seed);
        TestRepository.Files files = repository.files().with("README", "first");
        tips.add(new Tip(repository.commit(files), files));
    }

    /** Writes so many commits and merges all branches in the end. */
    ObjectId write(int commits) {
        for (int i = 0; i < commits; i++) {
            int choice = random.nextInt(10);
            if (choice == 0 && tips.size() < 5) {
                tips.add(tips.get(random.nextInt(tips.size())));
            } else if (choice == 1 && tips.size() > 1) {
                merge();
            } else {
                commit();
            }
        }
        while (tips.size() > 1) {
            merge();
        }
        return repository.head(tips.getFirst().commit());
    }

    private void commit() {
        int at = random.nextInt(tips.size());
        Tip tip = tips.get(at);
        TestRepository.Files files = tip.files().copy();
        int changes = 1 + random.nextInt(3);
        for (int i = 0; i < changes; i++) {
            change(files);
        }
        String author = "Author " + random.nextInt(3);
        ObjectId commit =
                repository.commit(author + " <" + author.replace(" ", "") + "@example.org>", files, tip.commit());
        tips.set(at, new Tip(commit, files));
    }

    private void change(TestRepository.Files files) {
        String path = path();
        switch (random.nextInt(6)) {
            case 0 -> files.without(path);
            case 1 -> {
                // Mostly found to be a renaming, as the content is nowhere else.
                String content = "content " + random.nextInt();
                files.without(path).with(path(), content);
            }
            case 2 -> files.with(path, FileMode.SYMLINK, "README");
            case 3 -> files.with(path, FileMode.EXECUTABLE_FILE, "content " + random.nextInt(4));
            default -> files.with(path, "content " + random.nextInt(4));
        }
    }

    private String path() {
        return "folder" + random.nextInt(3) + "/file" + random.nextInt(PATHS / 3);
    }

    /** What comes of a merge is mostly neither side's files. */
    private void merge() {
        Tip ours = tips.remove(random.nextInt(tips.size()));
        Tip theirs = tips.remove(random.nextInt(tips.size()));
        TestRepository.Files files =
                (random.nextBoolean() ? ours : theirs).files().copy();
        int settled = random.nextInt(4);
        for (int i = 0; i < settled; i++) {
            change(files);
        }
        tips.add(new Tip(repository.commit(files, ours.commit(), theirs.commit()), files));
    }
}
