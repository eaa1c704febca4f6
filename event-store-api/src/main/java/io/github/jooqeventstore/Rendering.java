package io.github.jooqeventstore;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jooq.Configuration;
import org.jooq.SQLDialect;
import org.jooq.VisitListenerProvider;
import org.jooq.conf.MappedCatalog;
import org.jooq.conf.MappedSchema;
import org.jooq.conf.MappedTable;
import org.jooq.conf.RenderMapping;
import org.jooq.conf.RenderNameCase;
import org.jooq.conf.RenderQuotedNames;
import org.jooq.conf.Settings;
import org.jooq.impl.DefaultConfiguration;
import org.jspecify.annotations.Nullable;

/**
 * All of a configuration that decides which tables a rendered statement names and how.
 *
 * <p>It is read anew at each call, because a caller may derive a configuration for another tenant or change settings in
 * place, and statements are rendered from it alone: what is not part of it cannot be part of a statement. Columns are
 * always qualified, whatever the settings say: some statements would be ambiguous without.
 */
record Rendering(
        SQLDialect dialect,
        boolean catalog,
        boolean schema,
        @Nullable RenderNameCase nameCase,
        @Nullable RenderQuotedNames quotedNames,
        @Nullable Locale locale,
        @Nullable RenderMapping mapping,
        List<VisitListenerProvider> visitListeners) {

    static Rendering of(Configuration configuration) {
        Settings settings = configuration.settings();
        VisitListenerProvider[] listeners = configuration.visitListenerProviders();
        return new Rendering(
                configuration.dialect(),
                !Boolean.FALSE.equals(settings.isRenderCatalog()),
                !Boolean.FALSE.equals(settings.isRenderSchema()),
                settings.getRenderNameCase(),
                settings.getRenderQuotedNames(),
                settings.getRenderLocale(),
                settings.getRenderMapping(),
                listeners.length == 0 ? List.of() : Arrays.asList(listeners));
    }

    /** This, independent of settings that the caller may change. */
    Rendering copy() {
        return new Rendering(
                dialect,
                catalog,
                schema,
                nameCase,
                quotedNames,
                locale,
                mapping == null ? null : copyOf(mapping),
                List.copyOf(visitListeners));
    }

    /** jOOQ's own copies share their lists and what is in them. */
    private static RenderMapping copyOf(RenderMapping mapping) {
        RenderMapping copy = (RenderMapping) mapping.clone();
        copy.setCatalogs(mapping.getCatalogs().stream()
                .map(catalog -> {
                    MappedCatalog copied = (MappedCatalog) catalog.clone();
                    copied.setSchemata(copyOf(catalog.getSchemata()));
                    return copied;
                })
                .toList());
        copy.setSchemata(copyOf(mapping.getSchemata()));
        return copy;
    }

    private static List<MappedSchema> copyOf(List<MappedSchema> schemata) {
        return schemata.stream()
                .map(schema -> {
                    MappedSchema copied = (MappedSchema) schema.clone();
                    copied.setTables(schema.getTables().stream()
                            .map(table -> (MappedTable) table.clone())
                            .toList());
                    return copied;
                })
                .toList();
    }

    /**
     * Whether the same rendering makes the same text each time: a visit listener may ask whatever it likes, a tenant of
     * the moment for instance.
     */
    boolean isRepeatable() {
        return visitListeners.isEmpty();
    }

    /** A configuration that renders so, without a connection. */
    Configuration configuration() {
        return new DefaultConfiguration()
                .set(dialect)
                .set(new Settings()
                        .withRenderCatalog(catalog)
                        .withRenderSchema(schema)
                        .withRenderNameCase(nameCase)
                        .withRenderQuotedNames(quotedNames)
                        .withRenderLocale(locale)
                        .withRenderMapping(mapping))
                .set(visitListeners.toArray(VisitListenerProvider[]::new));
    }
}
