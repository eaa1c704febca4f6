package io.github.jooqeventstore.migration;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Where connections come from. Its text shows no password. */
sealed interface ConnectionSource {
    /** {@return a new connection, the caller's to close} */
    Connection open();

    /** A data source of the application. */
    record Given(DataSource dataSource) implements ConnectionSource {
        @Override
        public Connection open() {
            try {
                return dataSource.getConnection();
            } catch (SQLException | RuntimeException e) {
                // Pools throw their own unchecked exceptions when the first connection fails.
                throw ConnectionFailure.of(toString(), e);
            }
        }

        @Override
        public String toString() {
            return "the data source";
        }
    }

    /** A URL with user and password. */
    record Url(String url, String user, @Nullable String password) implements ConnectionSource {
        @Override
        public Connection open() {
            var properties = new Properties();
            properties.setProperty("user", user);
            if (password != null) {
                properties.setProperty("password", password);
            }
            try {
                return DriverManager.getConnection(url, properties);
            } catch (SQLException e) {
                throw ConnectionFailure.of(toString(), e, this::withoutSecrets);
            }
        }

        @Override
        public String toString() {
            return shownUrl() + " as user " + user;
        }

        /** Messages of drivers may repeat the URL, and with it a password. */
        private String withoutSecrets(String message) {
            return message.replace(url, shownUrl());
        }

        private String shownUrl() {
            int parameters = url.indexOf('?');
            String address = parameters < 0 ? url : url.substring(0, parameters);
            return address.replaceFirst("//[^/]*@", "//");
        }
    }
}
