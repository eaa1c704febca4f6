package io.github.jooqeventstore;

import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import org.jooq.Condition;
import org.jooq.Configuration;

/** The statements of one rendering, each rendered when it is first used, or at each use where that may differ. */
final class Statements {

    private final Rendering rendering;
    private final Condition durable;
    private final GlobalOrder globalOrder;
    private final ConcurrentHashMap<Statement, Sql> rendered = new ConcurrentHashMap<>();
    private volatile boolean schemaChecked;

    private Statements(Rendering rendering, Condition durable, GlobalOrder globalOrder) {
        this.rendering = rendering;
        this.durable = durable;
        this.globalOrder = globalOrder;
    }

    /**
     * The text of a statement.
     *
     * @param asked the configuration that it will be sent with, whose data visit listeners may want to see
     */
    Sql sql(Statement statement, Configuration asked) {
        if (rendering.isRepeatable()) {
            return rendered.computeIfAbsent(
                    statement, absent -> Sql.render(absent.query(durable), rendering.configuration()));
        }
        Configuration configuration = rendering.configuration();
        configuration.data().putAll(asked.data());
        return Sql.render(statement.query(durable), configuration);
    }

    boolean schemaIsChecked() {
        return schemaChecked;
    }

    void schemaWasChecked() {
        schemaChecked = true;
    }

    /** How far the order of the events that these statements reach is final. */
    GlobalOrder globalOrder() {
        return globalOrder;
    }

    /** The statements of a store and of all that are derived from it, by rendering. */
    static final class Cache {

        /** More tenants than this in one program are rendered again rather than kept for ever. */
        private static final int MAX_RENDERINGS = 1_000;

        private final Condition durable;
        private final Duration holdWarning;
        private final ConcurrentHashMap<Rendering, Statements> byRendering = new ConcurrentHashMap<>();

        Cache(Condition durable, Duration holdWarning) {
            this.durable = durable;
            this.holdWarning = holdWarning;
        }

        Statements of(Configuration configuration) {
            Rendering rendering = Rendering.of(configuration);
            Statements known = byRendering.get(rendering);
            if (known != null) {
                return known;
            }
            if (byRendering.size() >= MAX_RENDERINGS) {
                byRendering.clear();
            }
            Rendering copy = rendering.copy();
            return byRendering.computeIfAbsent(
                    copy, absent -> new Statements(absent, durable, new GlobalOrder(new HoldWarning(holdWarning))));
        }
    }
}
