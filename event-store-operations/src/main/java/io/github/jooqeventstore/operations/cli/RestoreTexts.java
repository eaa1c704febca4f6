package io.github.jooqeventstore.operations.cli;

import io.github.jooqeventstore.operations.backup.Contents;
import io.github.jooqeventstore.operations.restore.AfterRestore;
import io.github.jooqeventstore.operations.restore.DatabaseRestore;
import io.github.jooqeventstore.operations.restore.EventsRestore;

/** What the commands of restores say to people. */
final class RestoreTexts {
    private RestoreTexts() {}

    static String of(EventsRestore.Plan plan) {
        return "would restore  " + String.join(", ", plan.backups()) + "\n"
                + "into           schema " + plan.schema() + " of database " + plan.database() + "\n"
                + "events         " + told(plan.contents()) + "\n"
                + "live           up to position " + plan.liveHead() + "; " + plan.eventsSetAside()
                + " events behind the restored ones will not be there\n"
                + "kept           what is live, as schema " + plan.keptAs() + "\n"
                + "nothing was done: give --execute --confirm " + plan.database() + "." + plan.schema();
    }

    static String of(EventsRestore.Report report) {
        EventsRestore.Plan plan = report.plan();
        StringBuilder text = new StringBuilder("restored       " + String.join(", ", plan.backups()) + "\n"
                + "into           schema " + plan.schema() + " of database " + plan.database() + "\n"
                + "events         " + told(plan.contents()) + "\n" + told(report.after()));
        if (plan.keptAs() != null) {
            text.append("\nkept           what was live, as schema " + plan.keptAs()
                    + ": drop it by hand when all is well");
        } else {
            text.append("\nrights         none are restored: run event-store/roles.sql, or SchemaMigrations.grant");
        }
        report.findings().forEach(finding -> text.append("\nlook at        " + finding));
        return text.toString();
    }

    static String of(DatabaseRestore.Report report) {
        return "restored       " + report.backup() + "\n"
                + "into           database " + report.database() + "\n"
                + "events         " + told(report.contents()) + "\n" + told(report.after()) + "\n"
                + (report.rolesCreated().isEmpty()
                        ? ""
                        : "roles          created without a login: " + String.join(", ", report.rolesCreated()) + "\n")
                + "to put it into the place of the old one:\n" + String.join("\n", report.swapPlan());
    }

    private static String told(Contents contents) {
        return contents.events() + " in " + contents.streams() + " streams, the last at position "
                + contents.headPosition() + ", fingerprint " + contents.eventsFingerprint();
    }

    private static String told(AfterRestore after) {
        return "epoch          " + after.epoch() + ": subscriptions of earlier ones stop, loudly\n"
                + "next position  behind " + after.nextPosition() + "\n"
                + "checkpoints    " + (after.rewound() == 0 ? "left as they were" : after.rewound() + " led back");
    }
}
