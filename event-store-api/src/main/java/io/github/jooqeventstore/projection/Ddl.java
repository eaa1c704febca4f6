package io.github.jooqeventstore.projection;

import org.jooq.DSLContext;
import org.jooq.QueryPart;
import org.jooq.conf.RenderNameCase;
import org.jooq.conf.RenderQuotedNames;
import org.jooq.conf.Settings;
import org.jooq.conf.SettingsTools;

/** Statements of definition on names as the database has them: quoted, and led nowhere else. */
final class Ddl {

    private final DSLContext dsl;

    private Ddl(DSLContext dsl) {
        this.dsl = dsl;
    }

    static Ddl in(DSLContext dsl) {
        Settings settings = SettingsTools.clone(dsl.settings())
                .withRenderQuotedNames(RenderQuotedNames.ALWAYS)
                .withRenderNameCase(RenderNameCase.AS_IS)
                .withRenderMapping(null);
        return new Ddl(dsl.configuration().derive(settings).dsl());
    }

    /** A template, since jOOQ has no form for these; names and literals are its parts, never its text. */
    void run(String template, QueryPart... parts) {
        dsl.execute(template, (Object[]) parts);
    }
}
