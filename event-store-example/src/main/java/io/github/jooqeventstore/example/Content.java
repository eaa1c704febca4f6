package io.github.jooqeventstore.example;

import org.eclipse.jgit.lib.FileMode;

/**
 * What a file holds at some moment.
 *
 * @param kind what kind of file it is
 * @param id git's name for the bytes of it; of a submodule, its commit
 */
record Content(Kind kind, String id) {

    /** The kinds of file that git knows. */
    enum Kind {
        FILE,
        EXECUTABLE,
        SYMLINK,
        SUBMODULE;

        static Kind of(FileMode mode) {
            return switch (mode.getBits() & FileMode.TYPE_MASK) {
                case FileMode.TYPE_SYMLINK -> SYMLINK;
                case FileMode.TYPE_GITLINK -> SUBMODULE;
                default -> FileMode.EXECUTABLE_FILE.equals(mode.getBits()) ? EXECUTABLE : FILE;
            };
        }
    }
}
