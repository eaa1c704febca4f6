package io.github.jooqeventstore.example;

import java.util.concurrent.TimeUnit;
import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.storage.file.FileBasedConfig;
import org.eclipse.jgit.storage.file.WindowCacheConfig;
import org.eclipse.jgit.util.FS;
import org.eclipse.jgit.util.SystemReader;

/**
 * JGit that only reads: no settings of the user or the machine, which would need a git program to be found, and no trial
 * of the file system's clock, which writes files into the repository for three seconds.
 */
final class GitSettings extends SystemReader.Delegate {

    private static final long CLOCK_RESOLUTION_SECONDS = 2;
    private static final int MEGABYTE = 1 << 20;

    private GitSettings() {
        super(SystemReader.getInstance());
    }

    /** Installs the settings for this JVM. */
    static void install() {
        if (SystemReader.getInstance() instanceof GitSettings) {
            return;
        }
        SystemReader.setInstance(new GitSettings());
        WindowCacheConfig cache = new WindowCacheConfig();
        cache.setPackedGitLimit(32L * MEGABYTE);
        cache.setDeltaBaseCacheLimit(32 * MEGABYTE);
        cache.install();
    }

    @Override
    public FileBasedConfig openUserConfig(Config parent, FS fs) {
        return new Empty(parent, fs);
    }

    @Override
    public FileBasedConfig openSystemConfig(Config parent, FS fs) {
        return new Empty(parent, fs);
    }

    @Override
    public FileBasedConfig openJGitConfig(Config parent, FS fs) {
        return new Empty(parent, fs);
    }

    /** Settings without a file, which know the resolution of every file system's clock. */
    @SuppressWarnings("NullAway") // JGit's own sign for settings without a file is a null file.
    private static final class Empty extends FileBasedConfig {

        Empty(Config parent, FS fs) {
            super(parent, null, fs);
        }

        @Override
        public void load() {
            // There is nothing to load.
        }

        @Override
        public void save() {
            // There is nowhere to save.
        }

        @Override
        public boolean isOutdated() {
            return false;
        }

        @Override
        public long getTimeUnit(String section, String subsection, String name, long otherwise, TimeUnit unit) {
            return "filesystem".equals(section)
                    ? unit.convert(CLOCK_RESOLUTION_SECONDS, TimeUnit.SECONDS)
                    : super.getTimeUnit(section, subsection, name, otherwise, unit);
        }
    }
}
