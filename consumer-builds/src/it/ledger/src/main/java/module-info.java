/** An application that is a module, with what the library asks of one. */
module com.example.ledger {
    requires io.github.jooqeventstore;
    requires com.zaxxer.hikari;

    opens com.example.ledger to
            tools.jackson.databind;
}
