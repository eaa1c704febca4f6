/** Jobs that take, verify, upload and remove backups, for systemd and for cron. */
@NullMarked
package io.github.jooqeventstore.operations.schedule;

import org.jspecify.annotations.NullMarked;
