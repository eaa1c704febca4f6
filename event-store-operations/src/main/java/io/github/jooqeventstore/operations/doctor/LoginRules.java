package io.github.jooqeventstore.operations.doctor;

import io.github.jooqeventstore.operations.access.AccessRule;
import io.github.jooqeventstore.operations.access.AccessRules;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Whether {@code pg_hba.conf}, as it is in the file now, lets in whom it should not, or lets passwords be overheard. */
record LoginRules() implements Check {
    private static final String RELOAD = ", then psql: select pg_reload_conf()";

    @Override
    public String name() {
        return "pg_hba.conf";
    }

    @Override
    public void look(Examination examination) {
        List<AccessRule> all = AccessRules.read(examination.database()).rules();
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
                AccessRule::asksForThePasswordItself,
                Severity.RISK,
                "have the password itself sent over the network (password)",
                "put scram-sha-256 in place of password");
        judge(
                examination,
                all,
                AccessRule::needsNoTls,
                Severity.RISK,
                "take connections from other machines without TLS: events can be read on the way",
                "put hostssl in place of host");
        judge(
                examination,
                all,
                AccessRule::isBroken,
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
            List<AccessRule> all,
            Predicate<AccessRule> which,
            Severity severity,
            String problem,
            String mend) {
        List<AccessRule> some = all.stream().filter(which).toList();
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
