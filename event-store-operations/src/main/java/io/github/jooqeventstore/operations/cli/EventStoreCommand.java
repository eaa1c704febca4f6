package io.github.jooqeventstore.operations.cli;

import picocli.CommandLine.Command;

/** The root: it does nothing by itself but tell what there is. */
@Command(
        name = "event-store",
        description = "Runs an event store in production.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            StoreCommand.class,
            MonitorCommand.class,
            MigrateCommand.class,
            PoolCommand.class,
            BackupCommand.class,
            RestoreCommand.class,
            HealthCommand.class,
            TuneCommand.class,
            ScheduleCommand.class,
            MaintainCommand.class,
            ReplicaCommand.class,
            DrCommand.class,
            RolesCommand.class,
            ReadinessCommand.class,
            RunbookCommand.class,
            IndexCommand.class,
            DoctorCommand.class
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:all is done, or all is well",
            "1:a check has found something",
            "2:the command line cannot be understood",
            "3:no connection to the server, or no such database",
            "4:the server refuses the login, or what the user may not do",
            "5:refused for safety; the message says what must be given",
            "6:a program of PostgreSQL is missing or too old",
            "7:data is not what it was, or parts are missing",
            "8:the disk is full, or would be",
            "9:a lock is held, or it took too long; trying again is safe",
            "10:done in part; calling again goes on"
        })
final class EventStoreCommand extends CommandGroup {}
