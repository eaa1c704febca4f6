package io.github.jooqeventstore.operations.doctor;

import io.github.jooqeventstore.operations.catalog.PgHbaFileRules;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Whether {@code pg_hba.conf}, as it is in the file now, lets in whom it should not, or lets passwords be overheard. */
record LoginRules() implements Check {
    private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "::1", "localhost", "samehost");
    private static final String RELOAD = ", then psql: select pg_reload_conf()";

    private record Rule(
            int line,
            @Nullable String type,
            @Nullable String address,
            @Nullable String method,
            @Nullable String error) {
        boolean isBroken() {
            // A rule that only never matches, for want of TLS, is told as an error too, and is one all the same.
            return error != null && type == null;
        }

        boolean trusts() {
            return "trust".equals(method);
        }

        boolean isLocal() {
            return "local".equals(type);
        }

        boolean takesOthers() {
            return !isLocal() && !LOOPBACK.contains(String.valueOf(address));
        }

        boolean needsNoTls() {
            return takesOthers() && ("host".equals(type) || "hostnossl".equals(type)) && !"reject".equals(method);
        }

        boolean asksForThePasswordItself() {
            return "password".equals(method) && !isLocal() && !"hostssl".equals(type);
        }
    }

    @Override
    public String name() {
        return "pg_hba.conf";
    }

    @Override
    public void look(Examination examination) {
        var rules = new PgHbaFileRules("h");
        List<Rule> all = examination
                .dsl()
                .select(rules.line, rules.type, rules.address, rules.method, rules.error)
                .from(rules.table())
                .orderBy(rules.line)
                .fetch(row -> new Rule(row.value1(), row.value2(), row.value3(), row.value4(), row.value5()));
        judge(
                examination,
                all,
                rule -> rule.trusts() && rule.takesOthers(),
                Severity.DANGER,
                "let in whoever reaches the server, without a password (trust)",
                "put scram-sha-256 in place of trust");
        judge(
                examination,
                all,
                rule -> rule.trusts() && !rule.takesOthers(),
                Severity.RISK,
                "let in every account of the machine, without a password (trust)",
                "put scram-sha-256 in place of trust, or peer for a socket");
        judge(
                examination,
                all,
                Rule::asksForThePasswordItself,
                Severity.RISK,
                "have the password itself sent over the network (password)",
                "put scram-sha-256 in place of password");
        judge(
                examination,
                all,
                Rule::needsNoTls,
                Severity.RISK,
                "take connections from other machines without TLS: events can be read on the way",
                "put hostssl in place of host");
        judge(
                examination,
                all,
                Rule::isBroken,
                Severity.RISK,
                "cannot be read, so that the whole file is not taken when the server reloads it",
                "mend the lines");
        judge(
                examination,
                all,
                rule -> "md5".equals(rule.method()),
                Severity.ADVICE,
                "take passwords by md5, which PostgreSQL gives up",
                "set each password anew, then put scram-sha-256 in place of md5");
    }

    private void judge(
            Examination examination,
            List<Rule> all,
            Predicate<Rule> which,
            Severity severity,
            String problem,
            String mend) {
        List<Rule> some = all.stream().filter(which).toList();
        if (!some.isEmpty()) {
            String lines =
                    some.stream().map(rule -> Integer.toString(rule.line())).collect(Collectors.joining(", "));
            examination.found(DoctorFinding.of(
                    this,
                    severity,
                    "Lines of pg_hba.conf " + problem + ": " + lines + ".",
                    mend + " in pg_hba.conf" + RELOAD));
        }
    }
}
