package io.github.jooqeventstore.operations.cli;

import java.lang.reflect.Constructor;
import picocli.CommandLine;

/** Makes commands and groups of options: those whose constructor asks for the environment are given it. */
final class Parts implements CommandLine.IFactory {
    private final CommandLine.IFactory others = CommandLine.defaultFactory();
    private final Environment environment;

    Parts(Environment environment) {
        this.environment = environment;
    }

    @Override
    public <K> K create(Class<K> type) throws Exception {
        for (Constructor<?> constructor : type.getDeclaredConstructors()) {
            if (constructor.getParameterCount() == 1 && constructor.getParameterTypes()[0] == Environment.class) {
                constructor.setAccessible(true);
                return type.cast(constructor.newInstance(environment));
            }
        }
        return others.create(type);
    }
}
