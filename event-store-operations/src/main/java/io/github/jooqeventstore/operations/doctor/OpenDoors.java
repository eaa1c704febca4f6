package io.github.jooqeventstore.operations.doctor;

import static io.github.jooqeventstore.operations.catalog.SystemFunctions.setting;

import io.github.jooqeventstore.operations.access.Listening;

/** Whether the server listens to the network without TLS, and how it keeps passwords. */
record OpenDoors() implements Check {
    @Override
    public String name() {
        return "access";
    }

    @Override
    public void look(Examination examination) {
        Listening listening = Listening.read(examination.database());
        if (!listening.onThisMachineAlone() && !listening.ssl()) {
            examination.found(DoctorFinding.of(
                    this,
                    Severity.RISK,
                    "The server listens at " + listening.addresses()
                            + " and has no TLS: events can be read on the way.",
                    "give the server a certificate (ssl_cert_file, ssl_key_file), then psql: alter system set ssl = on;"
                            + " select pg_reload_conf()"));
        }
        String encryption = examination
                .dsl()
                .select(setting("password_encryption"))
                .fetchSingle()
                .value1();
        if ("md5".equals(encryption)) {
            examination.found(DoctorFinding.of(
                    this,
                    Severity.RISK,
                    "New passwords are kept by md5 (password_encryption), which is soon guessed from a stolen copy.",
                    "psql: alter system set password_encryption = 'scram-sha-256'; select pg_reload_conf(); then set each"
                            + " password anew"));
        }
    }
}
