package io.github.jooqeventstore.migration;

import java.io.IOException;
import java.net.URL;
import java.util.Collections;
import java.util.Enumeration;

/** Our resources without those that every Flyway picks up, such as an application's callbacks in db/callback. */
final class OwnResources extends ClassLoader {
    OwnResources() {
        super(OwnResources.class.getClassLoader());
    }

    @Override
    public Enumeration<URL> getResources(String name) throws IOException {
        return name.startsWith("db/") ? Collections.emptyEnumeration() : super.getResources(name);
    }
}
