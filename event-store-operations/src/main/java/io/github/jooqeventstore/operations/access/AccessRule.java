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

    private static final Set<String> THIS_MACHINE = Set.of("127.0.0.1", "::1", "localhost", "samehost");

    /** {@return whether the server cannot read it} A line that never matches, for want of TLS, has an error, too, and is one. */
    public boolean isBroken() {
        return error != null && type == null;
    }

    /** {@return whether it lets whoever comes be who he says} */
    public boolean trusts() {
        return "trust".equals(method);
    }

    /** {@return whether it is about others than this machine's own programs} */
    public boolean takesOthers() {
        return !isLocal() && !THIS_MACHINE.contains(String.valueOf(address));
    }

    /** {@return whether it lets others in without TLS} */
    public boolean needsNoTls() {
        return takesOthers() && ("host".equals(type) || "hostnossl".equals(type)) && !"reject".equals(method);
    }

    /** {@return whether it has passwords sent as they are, where they could be overheard} */
    public boolean asksForThePasswordItself() {
        return "password".equals(method) && !isLocal() && !"hostssl".equals(type);
    }

    private boolean isLocal() {
        return "local".equals(type);
    }

    /** {@return what is wrong with it and what to do, or null when all is well} */
    public @Nullable String finding() {
        if (isBroken()) {
            return "line " + line + " cannot be read (" + error + "), and the server takes none of the file's changes";
        }
        if ("reject".equals(method)) {
            return null;
        }
        if (trusts()) {
            return "line " + line + " trusts whoever comes to be who he says; ask for scram-sha-256";
        }
        if ("password".equals(method)) {
            return "line " + line + " has passwords sent as they are; ask for scram-sha-256";
        }
        if (needsNoTls()) {
            return "line " + line + " lets others in without TLS; make it hostssl";
        }
        return takesOthers() && EVERYWHERE.contains(String.valueOf(address))
                ? "line " + line + " lets every address try; name the networks of your programs"
                : null;
    }
}
