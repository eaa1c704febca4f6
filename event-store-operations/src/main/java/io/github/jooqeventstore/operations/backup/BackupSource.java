package io.github.jooqeventstore.operations.backup;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Where a backup comes from.
 *
 * @param database the database; null in a backup of a whole server
 * @param schema the schema of the store
 * @param serverVersion the server's version as it tells it, such as {@code 18.4}
 * @param serverMajorVersion its first number
 * @param client the program that wrote the files, with its version
 * @param systemIdentifier which cluster of servers it was; null where the user may not ask
 * @param storeId the store's identity, kept by a restore; null where the store was not asked
 * @param epoch the store's epoch, raised by every restore; 0 where the store was not asked
 * @param schemaVersion the number of the store's last migration; 0 where the store was not asked
 */
public record BackupSource(
        @Nullable String database,
        String schema,
        String serverVersion,
        int serverMajorVersion,
        String client,
        @Nullable String systemIdentifier,
        @Nullable UUID storeId,
        long epoch,
        int schemaVersion) {}
