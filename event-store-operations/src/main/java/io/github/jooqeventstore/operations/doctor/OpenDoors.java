package io.github.jooqeventstore.operations.doctor;

import static io.github.jooqeventstore.operations.catalog.SystemFunctions.setting;

import java.util.Arrays;
import java.util.Set;

/** Whether the server listens to the network without TLS, and how it keeps passwords. */
record OpenDoors() implements Check {
    private static final Set<String> LOOPBACK = Set.of("", "127.0.0.1", "::1", "localhost");

    @Override
    public String name() {
        return "access";
    }

    @Override
    public void look(Examination examination) {
        var row = examination
                .dsl()
                .select(setting("listen_addresses"), setting("ssl"), setting("password_encryption"))
                .fetchSingle();
        boolean listens = Arrays.stream(row.value1().split(","))
                .map(String::strip)
                .anyMatch(address -> !LOOPBACK.contains(address));
        if (listens && "off".equals(row.value2())) {
            examination.found(DoctorFinding.of(
                    this,
                    Severity.RISK,
                    "The server listens at " + row.value1() + " and has no TLS: events can be read on the way.",
                    "give the server a certificate (ssl_cert_file, ssl_key_file), then psql: alter system set ssl = on;"
                            + " select pg_reload_conf()"));
        }
        if ("md5".equals(row.value3())) {
            examination.found(DoctorFinding.of(
                    this,
                    Severity.RISK,
                    "New passwords are kept by md5 (password_encryption), which is soon guessed from a stolen copy.",
                    "psql: alter system set password_encryption = 'scram-sha-256'; select pg_reload_conf(); then set each"
                            + " password anew"));
        }
    }
}
