package io.github.jooqeventstore.operations.health;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/** The statements that are prepared on the connections of a data source, which goes on leading to the real server. */
final class RecordedStatements {
    private final List<String> statements = new ArrayList<>();
    private final DataSource dataSource;

    RecordedStatements(DataSource real) {
        this.dataSource = proxy(DataSource.class, (self, method, arguments) -> {
            Object result = call(real, method, arguments);
            return result instanceof Connection connection ? recorded(connection) : result;
        });
    }

    DataSource dataSource() {
        return dataSource;
    }

    synchronized List<String> taken() {
        List<String> taken = List.copyOf(statements);
        statements.clear();
        return taken;
    }

    private Connection recorded(Connection real) {
        return proxy(Connection.class, (self, method, arguments) -> {
            if (method.getName().equals("prepareStatement")) {
                add((String) arguments[0]);
            }
            return call(real, method, arguments);
        });
    }

    private synchronized void add(String sql) {
        statements.add(sql);
    }

    private static Object call(Object target, Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }
}
