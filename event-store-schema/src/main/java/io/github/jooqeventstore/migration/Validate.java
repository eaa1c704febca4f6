package io.github.jooqeventstore.migration;

import java.util.ArrayList;
import java.util.List;

/** Compares version, live schema and history with this library's. */
final class Validate {
    private final StoreSession session;

    Validate(StoreSession session) {
        this.session = session;
    }

    List<SchemaFinding> run() {
        SchemaState state = SchemaState.read(session);
        LiveSchema live = LiveSchema.read(session);
        if (live.isEmpty()) {
            return List.of(new SchemaFinding(
                    session.subject(),
                    "the tables of the event store",
                    state.exists() ? "none of them" : "no such schema"));
        }
        var findings = new ArrayList<SchemaFinding>();
        SchemaInfo.Store store = state.store();
        if (store != null && store.compatibleFrom() > SchemaState.LIBRARY_VERSION) {
            findings.add(new SchemaFinding(
                    session.subject(),
                    "a schema that works for version " + SchemaState.LIBRARY_VERSION,
                    "version " + store.schemaVersion() + ", which needs a library of version " + store.compatibleFrom()
                            + " or newer"));
        } else if (store != null && store.schemaVersion() < SchemaState.LIBRARY_VERSION) {
            findings.add(new SchemaFinding(
                    session.subject(), "version " + SchemaState.LIBRARY_VERSION, "version " + store.schemaVersion()));
        } else {
            findings.addAll(live.compare());
            boolean readable =
                    findings.stream().noneMatch(finding -> finding.subject().startsWith("column store."));
            if (store == null && live.has("store") && readable) {
                findings.add(new SchemaFinding("table store", "one row", "none"));
            }
        }
        if (state.history()) {
            findings.addAll(
                    StoreFlyway.with(session, 0, flyway -> History.read(flyway).findings(state)));
        }
        return List.copyOf(findings);
    }
}
