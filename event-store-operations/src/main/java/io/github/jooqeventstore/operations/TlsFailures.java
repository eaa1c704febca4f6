package io.github.jooqeventstore.operations;

import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.sql.SQLException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** What it means that no connection by TLS was made: one sentence in place of the words of driver and JVM. */
final class TlsFailures {
    private TlsFailures() {}

    /** {@return what was found and what to do, or null where it is no failure of TLS} */
    static @Nullable String told(SQLException error) {
        String state = String.valueOf(error.getSQLState());
        if (!state.startsWith("08")) {
            return null;
        }
        String told = ofTheDriver(String.valueOf(error.getMessage()));
        // What lies deepest says the most.
        for (Throwable cause = error.getCause(); cause != null; cause = cause.getCause()) {
            String more = of(cause);
            told = more == null ? told : more;
        }
        return told;
    }

    private static @Nullable String of(Throwable cause) {
        return switch (cause) {
            case CertPathBuilderException e ->
                "a certificate that the authority in sslrootcert has not signed; send nothing before you know whose server"
                        + " this is";
            case CertificateExpiredException e -> "a certificate that has expired; have the server given a new one";
            case CertificateNotYetValidException e ->
                "a certificate that is not valid yet; look at the clocks of both machines";
            case SSLException e -> "no connection by TLS: " + e.getMessage();
            default -> null;
        };
    }

    // The driver has no other sign for these than its words. Translated ones are told as they are.
    private static @Nullable String ofTheDriver(String message) {
        if (message.startsWith("The hostname") && message.contains("could not be verified")) {
            return "a certificate for another host; name the server as its certificate does, or have one made for this"
                    + " name";
        }
        if (message.startsWith("The server does not support SSL")) {
            return "a server that offers no TLS; set ssl = on there, and never lower sslmode across a network";
        }
        return null;
    }
}
