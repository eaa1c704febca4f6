package io.github.jooqeventstore.operations.migration;

import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import org.flywaydb.core.api.CoreMigrationType;
import org.flywaydb.core.api.MigrationVersion;
import org.flywaydb.core.api.executor.Context;
import org.flywaydb.core.api.executor.MigrationExecutor;
import org.flywaydb.core.api.resolver.ResolvedMigration;
import org.flywaydb.core.extensibility.MigrationType;
import org.flywaydb.core.internal.jdbc.Results;
import org.jspecify.annotations.Nullable;

/** A file as Flyway sees it. */
record OperatorMigration(OperatorFile file, FileRunner runner) implements ResolvedMigration, MigrationExecutor {
    @Override
    public MigrationVersion getVersion() {
        return MigrationVersion.fromVersion(Integer.toString(file.version()));
    }

    @Override
    public String getDescription() {
        return file.description();
    }

    @Override
    public String getScript() {
        return file.name();
    }

    @Override
    public Integer getChecksum() {
        return file.checksum();
    }

    @Override
    public MigrationType getType() {
        return CoreMigrationType.SQL;
    }

    @Override
    public String getPhysicalLocation() {
        return file.path().toString();
    }

    @Override
    public MigrationExecutor getExecutor() {
        return this;
    }

    @Override
    public boolean checksumMatches(@Nullable Integer checksum) {
        return Objects.equals(checksum, getChecksum());
    }

    @Override
    public boolean checksumMatchesWithoutBeingIdentical(@Nullable Integer checksum) {
        return false;
    }

    @Override
    public List<Results> execute(Context context) throws SQLException {
        runner.run(file);
        return List.of();
    }

    @Override
    public boolean canExecuteInTransaction() {
        return file.script().transactional();
    }

    @Override
    public boolean shouldExecute() {
        return true;
    }
}
