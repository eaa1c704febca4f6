package com.example.hotel;

import java.util.Arrays;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jooq.ExecuteContext;
import org.jooq.ExecuteListener;
import org.jooq.ExecuteListenerProvider;
import org.jooq.conf.ParamType;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;

/** Every text that a listener can have of a statement. */
final class Statements implements ExecuteListener {

    private static final long serialVersionUID = 1L;

    final transient ConcurrentLinkedQueue<String> texts = new ConcurrentLinkedQueue<>();

    @Override
    public void executeStart(ExecuteContext context) {
        String sql = String.valueOf(context.sql());
        texts.add(sql);
        if (context.query() != null) {
            texts.add(context.query().getSQL(ParamType.INLINED));
            texts.add(context.dsl().renderInlined(context.query()));
        }
        texts.add(sql + " " + Arrays.toString(context.params()));
    }

    @TestConfiguration
    static class Heard {

        @Bean
        Statements statements() {
            return new Statements();
        }

        @Bean
        ExecuteListenerProvider statementsAreHeard(Statements statements) {
            return () -> statements;
        }
    }
}
