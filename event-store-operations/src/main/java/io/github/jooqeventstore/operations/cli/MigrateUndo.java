package io.github.jooqeventstore.operations.cli;

import io.github.jooqeventstore.operations.DatabaseTarget;
import io.github.jooqeventstore.operations.migration.Migrations;
import io.github.jooqeventstore.operations.migration.UndoPlan;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code migrate undo}. */
@Command(
        name = "undo",
        description = "Undoes the operator's last migration by its undo file; shows what it would do unless executed.",
        mixinStandardHelpOptions = true)
final class MigrateUndo implements Callable<Integer> {
    @Mixin
    private ConnectionOptions connection;

    @Mixin
    private MigrationSettings settings;

    @Mixin
    private DestructiveOptions destructive;

    @Mixin
    private Output output;

    @Override
    public Integer call() {
        DatabaseTarget target = connection.target();
        var migrations = Migrations.of(target, settings.options());
        UndoPlan plan = migrations.planUndo();
        if (!destructive.confirmed(target.database())) {
            output.result(
                    plan,
                    text("would undo", plan) + "\nnothing was done: give --execute --confirm " + target.database()
                            + " to do it");
            return 0;
        }
        output.result(migrations.undo(), text("undone", plan));
        return 0;
    }

    private static String text(String verb, UndoPlan plan) {
        return verb + " version " + plan.version() + ", " + plan.description() + ", in schema " + plan.schema()
                + ", by " + plan.file() + ":\n  " + String.join(";\n  ", plan.statements()) + ";";
    }
}
