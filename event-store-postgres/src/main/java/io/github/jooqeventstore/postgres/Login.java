package io.github.jooqeventstore.postgres;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Properties;

/** The superuser of a server of ours. */
record Login(String user, String password) {
    private static final String FILE = "login";

    /** {@return what the options say, the rest by default: postgres, and a random password} */
    static Login of(PostgresOptions options) {
        String user = options.user();
        String password = options.password();
        return new Login(user == null ? "postgres" : user, password == null ? random() : password);
    }

    /** {@return the login that the folder's cluster was made with, which the options must not contradict} */
    static Login keptIn(DataFolder folder, PostgresOptions options) throws IOException {
        var properties = new Properties();
        try (Reader reader = Files.newBufferedReader(folder.path().resolve(FILE))) {
            properties.load(reader);
        }
        var login = new Login(properties.getProperty("user", ""), properties.getProperty("password", ""));
        String user = options.user();
        if (user != null && !user.equals(login.user)) {
            throw new PostgresServerException(
                    "data folder " + folder.path() + ": expected user " + user + ", found it made for " + login.user);
        }
        String password = options.password();
        if (password != null && !password.equals(login.password)) {
            throw new PostgresServerException(
                    "data folder " + folder.path() + ": expected its first password, found another one given");
        }
        return login;
    }

    void keepIn(DataFolder folder) throws IOException {
        var properties = new Properties();
        properties.setProperty("user", user);
        properties.setProperty("password", password);
        try (Writer writer = Files.newBufferedWriter(folder.secret(FILE))) {
            properties.store(writer, null);
        }
    }

    /** {@return a file with the password alone, for initdb} */
    Path passwordFile(DataFolder folder) throws IOException {
        Path file = folder.secret("password");
        Files.writeString(file, password + "\n");
        return file;
    }

    /** {@return the user} The password is nobody's to print. */
    @Override
    public String toString() {
        return user;
    }

    private static String random() {
        byte[] bytes = new byte[16];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
