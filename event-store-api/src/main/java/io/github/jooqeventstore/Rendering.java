package io.github.jooqeventstore;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jooq.Configuration;
import org.jooq.SQLDialect;
import org.jooq.VisitListenerProvider;
import org.jooq.conf.RenderMapping;
import org.jooq.conf.RenderNameCase;
import org.jooq.conf.RenderQuotedNames;
import org.jooq.conf.RenderTable;
import org.jooq.conf.Settings;
import org.jooq.impl.DefaultConfiguration;
import org.jspecify.annotations.Nullable;

/**
 * All of a configuration that decides which tables a rendered statement names and how.
 *
 * <p>It is read anew at each call, because a caller may derive a configuration for another tenant or change settings in
 * place, and statements are rendered from it alone: what is not part of it cannot be part of a statement.
 */
record Rendering(
        SQLDialect dialect,
        boolean catalog,
        boolean schema,
        @Nullable RenderTable table,
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
                settings.getRenderTable(),
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
                table,
                nameCase,
                quotedNames,
                locale,
                mapping == null ? null : (RenderMapping) mapping.clone(),
                List.copyOf(visitListeners));
    }

    /** A configuration that renders so, without a connection. */
    Configuration configuration() {
        return new DefaultConfiguration()
                .set(dialect)
                .set(new Settings()
                        .withRenderCatalog(catalog)
                        .withRenderSchema(schema)
                        .withRenderTable(table)
                        .withRenderNameCase(nameCase)
                        .withRenderQuotedNames(quotedNames)
                        .withRenderLocale(locale)
                        .withRenderMapping(mapping))
                .set(visitListeners.toArray(VisitListenerProvider[]::new));
    }
}
