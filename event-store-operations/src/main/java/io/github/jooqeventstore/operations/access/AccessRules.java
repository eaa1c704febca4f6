package io.github.jooqeventstore.operations.access;

import io.github.jooqeventstore.operations.OperationsDatabase;
import io.github.jooqeventstore.operations.catalog.PgHbaFileRules;
import io.github.jooqeventstore.operations.catalog.SystemFunctions;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jooq.Records;

/**
 * Who is let in, and how passwords are kept.
 *
 * @param rules the lines of {@code pg_hba.conf}
 * @param passwordEncryption how new passwords are kept
 */
public record AccessRules(List<AccessRule> rules, String passwordEncryption) {
    /** Copies. */
    public AccessRules {
        rules = List.copyOf(rules);
    }

    /**
     * {@return the rules of the server}
     *
     * @throws org.jooq.exception.DataAccessException where the role may not see them: superusers may, and whom they have granted
     *     select on {@code pg_hba_file_rules} and execute on its function
     */
    public static AccessRules read(OperationsDatabase database) {
        var rules = new PgHbaFileRules("h");
        return new AccessRules(
                database.dsl()
                        .select(rules.line, rules.type, rules.address, rules.method, rules.error)
                        .from(rules.table())
                        .orderBy(rules.line)
                        .fetch(Records.mapping(AccessRule::new)),
                database.dsl()
                        .select(SystemFunctions.setting("password_encryption"))
                        .fetchSingle()
                        .value1());
    }

    /** {@return what is wrong, a sentence each; empty when all is well} */
    public List<String> findings() {
        List<String> findings = new ArrayList<>(
                rules.stream().map(AccessRule::finding).filter(Objects::nonNull).toList());
        if (!passwordEncryption.equals("scram-sha-256")) {
            findings.add("password_encryption is " + passwordEncryption
                    + "; set it to scram-sha-256, and have passwords set again");
        }
        return List.copyOf(findings);
    }
}
