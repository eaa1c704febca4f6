package io.github.jooqeventstore.example;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;

/** A line of commits, each of which adds, changes, renames and deletes files in some directories and beside them. */
final class LinearHistory {

    private static final List<String> DIRECTORIES =
            List.of("", "docs/", "src/main/", "src/test/deep/down/", TestRepository.utf8("\u65E5\u672C/"), "a b/");

    private static final int FILES_EACH = 20;
    private static final int CONTENTS = 40;

    private final Random random;
    private final TestRepository repository;
    private final TestRepository.Files files;
    private final Map<String, String> contents = new HashMap<>();
    private ObjectId head;

    LinearHistory(TestRepository repository, long seed) {
        this.repository = repository;
        this.random = new Random(seed);
        this.files = repository.files();
        write("README", "first");
        this.head = repository.head(repository.commit(files));
    }

    /** Writes so many commits, each with so many changes; some of them undo each other. */
    void write(int commits, int changes) {
        for (int commit = 0; commit < commits; commit++) {
            for (int change = 0; change < changes; change++) {
                change();
            }
            head = repository.commit(files, head);
        }
        repository.head(head);
    }

    private void change() {
        List<String> there = new ArrayList<>(contents.keySet());
        String path = there.isEmpty() || random.nextInt(3) == 0 ? path() : there.get(random.nextInt(there.size()));
        switch (random.nextInt(8)) {
            case 0 -> {
                files.without(path);
                contents.remove(path);
            }
            case 1 -> {
                String content = contents.getOrDefault(path, content());
                files.without(path);
                contents.remove(path);
                write(path(), content);
            }
            case 2 -> {
                files.with(path, FileMode.EXECUTABLE_FILE, "run");
                contents.put(path, "run");
            }
            default -> write(path, content());
        }
    }

    private void write(String path, String content) {
        files.with(path, content);
        contents.put(path, content);
    }

    private String path() {
        return DIRECTORIES.get(random.nextInt(DIRECTORIES.size())) + "file" + random.nextInt(FILES_EACH);
    }

    private String content() {
        return "content " + random.nextInt(CONTENTS);
    }
}
