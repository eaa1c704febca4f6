package io.github.jooqeventstore.operations.cli;

import io.github.jooqeventstore.operations.Progress;
import io.github.jooqeventstore.operations.restore.PointInTime;
import picocli.CommandLine.Mixin;

/** Whose recovery it is, and by which programs. */
final class RecoveryOptions {
    @Mixin
    private ConnectionOptions connection;

    @Mixin
    private PostgresBinOption programs;

    PointInTime recovery(Progress progress) {
        return new PointInTime(connection.target(), programs.programs(), progress);
    }
}
