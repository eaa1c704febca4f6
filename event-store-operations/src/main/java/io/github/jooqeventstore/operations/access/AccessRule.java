package io.github.jooqeventstore.operations.access;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A line of {@code pg_hba.conf}.
 *
 * @param line its number
 * @param type local, host, hostssl, hostnossl, …
 * @param address a keyword or a network; null for {@code local}
 * @param method how whoever comes proves who he is
 * @param error why the server cannot read the line; null where it can
 */
public record AccessRule(
        int line,
        @Nullable String type,
        @Nullable String address,
        @Nullable String method,
        @Nullable String error) {
    // A network that begins so has no other size in practice.
    private static final Set<String> EVERYWHERE = Set.of("all", "0.0.0.0", "::");

    /** {@return what is wrong with it and what to do, or null when all is well} */
    public @Nullable String finding() {
        if (error != null) {
            return "line " + line + " cannot be read (" + error + "), and the server takes none of the file's changes";
        }
        if ("reject".equals(method)) {
            return null;
        }
        if ("trust".equals(method)) {
            return "line " + line + " trusts whoever comes to be who he says; ask for scram-sha-256";
        }
        if ("password".equals(method)) {
            return "line " + line + " has passwords sent as they are; ask for scram-sha-256";
        }
        if (!fromElsewhere()) {
            return null;
        }
        if (!"hostssl".equals(type) && !"hostgssenc".equals(type)) {
            return "line " + line + " lets others in without TLS; make it hostssl";
        }
        return EVERYWHERE.contains(String.valueOf(address))
                ? "line " + line + " lets every address try; name the networks of your programs"
                : null;
    }

    private boolean fromElsewhere() {
        return address != null && !address.startsWith("127.") && !address.equals("::1") && !address.equals("localhost");
    }
}
