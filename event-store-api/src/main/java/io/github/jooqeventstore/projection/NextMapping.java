package io.github.jooqeventstore.projection;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jooq.DSLContext;
import org.jooq.Schema;
import org.jooq.Table;
import org.jooq.conf.MappedSchema;
import org.jooq.conf.MappedTable;
import org.jooq.conf.RenderMapping;
import org.jooq.conf.Settings;
import org.jooq.conf.SettingsTools;
import org.jspecify.annotations.Nullable;

/**
 * Leads the tables of a projection to those that are being built, by jOOQ's own table mapping, on top of the caller's.
 *
 * <p>jOOQ takes the first mapping that fits: ours is put in front, and says of the schema what the caller's mapping comes to.
 */
final class NextMapping {

    private final Map<Table<?>, Relation> live;

    NextMapping(Map<Table<?>, Relation> live) {
        this.live = new LinkedHashMap<>(live);
    }

    /** The same transaction with that mapping; the caller's settings stay as they are. */
    DSLContext in(DSLContext transaction) {
        Settings settings = SettingsTools.clone(transaction.settings());
        settings.setRenderMapping(onTopOf(settings.getRenderMapping()));
        return transaction.configuration().derive(settings).dsl();
    }

    private RenderMapping onTopOf(@Nullable RenderMapping callers) {
        List<MappedSchema> schemata = new ArrayList<>();
        live.forEach((table, relation) -> schemata.add(ours(table, relation)));
        RenderMapping mapping = new RenderMapping();
        if (callers != null) {
            mapping.setDefaultCatalog(callers.getDefaultCatalog());
            mapping.setDefaultSchema(callers.getDefaultSchema());
            mapping.setCatalogs(callers.getCatalogs());
            schemata.addAll(callers.getSchemata());
        }
        return mapping.withSchemata(schemata);
    }

    private static MappedSchema ours(Table<?> table, Relation relation) {
        Schema schema = table.getSchema();
        return new MappedSchema()
                .withInput(schema == null ? "" : schema.getName())
                .withOutput(relation.schema())
                .withTables(new MappedTable()
                        .withInput(table.getName())
                        .withOutput(relation.next().name()));
    }
}
