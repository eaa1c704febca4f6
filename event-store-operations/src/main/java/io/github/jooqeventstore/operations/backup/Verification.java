package io.github.jooqeventstore.operations.backup;

import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * That somebody has looked whether a backup is what its manifest says: kept beside the manifest.
 *
 * @param depth how closely
 * @param verifiedAt when, by the clock of this machine
 * @param manifestDigest the digest of the manifest that was looked at
 * @param finding what is wrong, one sentence; null when all is well
 */
public record Verification(
        Depth depth,
        Instant verifiedAt,
        String manifestDigest,
        @Nullable String finding) {

    /** How closely a backup is looked at. */
    public enum Depth {
        /** Every file has its size and its digest. */
        SHALLOW,
        /** It was restored somewhere, and what came out is what went in. */
        DEEP;

        /** {@return the name of the file that keeps the last one} */
        String file() {
            return "verified-" + name().toLowerCase(Locale.ROOT) + ".json";
        }
    }

    /** {@return whether all was well} */
    public boolean passed() {
        return finding == null;
    }
}
