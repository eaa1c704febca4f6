package io.github.jooqeventstore;

import io.github.jooqeventstore.AppendSql.Head;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Function;
import org.jooq.Condition;
import org.jooq.Query;

/** Every statement that is rendered once; each is made under the condition that an append puts on its session. */
@SuppressWarnings("ImmutableEnumChecker") // the functions hold no state
enum Statement {
    ONE_IF_ANY(durable -> new AppendSql(durable).one(Head.ANY)),
    ONE_IF_NO_STREAM(durable -> new AppendSql(durable).one(Head.NO_STREAM)),
    ONE_IF_STREAM_EXISTS(durable -> new AppendSql(durable).one(Head.STREAM_EXISTS)),
    ONE_IF_EXACTLY(durable -> new AppendSql(durable).one(Head.EXACTLY)),

    ONE_BY_ITSELF_IF_NO_STREAM(durable -> new AppendSql(durable).oneByItself(Head.NO_STREAM)),
    ONE_BY_ITSELF_IF_EXACTLY(durable -> new AppendSql(durable).oneByItself(Head.EXACTLY)),

    MANY_IF_ANY(durable -> new AppendSql(durable).many(Head.ANY)),
    MANY_IF_NO_STREAM(durable -> new AppendSql(durable).many(Head.NO_STREAM)),
    MANY_IF_STREAM_EXISTS(durable -> new AppendSql(durable).many(Head.STREAM_EXISTS)),
    MANY_IF_EXACTLY(durable -> new AppendSql(durable).many(Head.EXACTLY)),

    MANY_BY_ITSELF_IF_NO_STREAM(durable -> new AppendSql(durable).manyByItself(Head.NO_STREAM)),
    MANY_BY_ITSELF_IF_EXACTLY(durable -> new AppendSql(durable).manyByItself(Head.EXACTLY)),

    LOCKED_IF_ANY(durable -> new AppendSql(durable).locked(true)),
    LOCKED_IF_STREAM_EXISTS(durable -> new AppendSql(durable).locked(false)),

    SEVERAL_STREAMS(SeveralStreamsSql::allOrNothing),
    INDEPENDENT_STREAMS(IndependentStreamsSql::each),

    COPY_STREAMS(durable -> ImportSql.streams()),
    COPY_EVENTS(durable -> ImportSql.events()),
    MOVE_HEADS(durable -> ImportSql.moveHeads()),
    EXISTING_STREAM(durable -> ImportSql.existing()),
    SESSION(durable -> ImportSql.session()),

    LOAD_FORWARD(durable -> ReadSql.stream(Direction.FORWARD)),
    LOAD_BACKWARD(durable -> ReadSql.stream(Direction.BACKWARD)),
    HEAD(durable -> ReadSql.head()),
    VERSION(durable -> ReadSql.version()),
    EVENTS_OF_IDS(durable -> ReadSql.eventsOfIds()),
    STORE(durable -> ReadSql.store()),

    READ_ALL(durable -> AllSql.page()),
    HEAD_OF_ALL(durable -> AllSql.head()),
    IDENTITY_OF_EVENTS(durable -> AllSql.identity()),
    LOCKERS_OF_EVENTS(durable -> AllSql.lockers()),
    HOLDERS_OF_EVENTS(durable -> AllSql.holders()),
    PUBLISH_HORIZON(durable -> AllSql.publish());

    private static final Set<Statement> OF_ONE_EVENT = Set.copyOf(EnumSet.range(ONE_IF_ANY, ONE_BY_ITSELF_IF_EXACTLY));

    private final Function<Condition, Query> query;

    Statement(Function<Condition, Query> query) {
        this.query = query;
    }

    Query query(Condition durable) {
        return query.apply(durable);
    }

    /** One event, in an append that commits by itself. */
    static Statement one(Head head) {
        return switch (head) {
            case ANY -> ONE_IF_ANY;
            case NO_STREAM -> ONE_BY_ITSELF_IF_NO_STREAM;
            case STREAM_EXISTS -> ONE_IF_STREAM_EXISTS;
            case EXACTLY -> ONE_BY_ITSELF_IF_EXACTLY;
        };
    }

    /** Several events, in an append that commits by itself. */
    static Statement many(Head head) {
        return switch (head) {
            case ANY -> MANY_IF_ANY;
            case NO_STREAM -> MANY_BY_ITSELF_IF_NO_STREAM;
            case STREAM_EXISTS -> MANY_IF_STREAM_EXISTS;
            case EXACTLY -> MANY_BY_ITSELF_IF_EXACTLY;
        };
    }

    /** In a transaction of the caller's no race may raise an error: what an upsert would raise one for is locked first. */
    static Statement inTransaction(Head head, boolean one) {
        return switch (head) {
            case ANY -> LOCKED_IF_ANY;
            case NO_STREAM -> one ? ONE_IF_NO_STREAM : MANY_IF_NO_STREAM;
            case STREAM_EXISTS -> LOCKED_IF_STREAM_EXISTS;
            case EXACTLY -> one ? ONE_IF_EXACTLY : MANY_IF_EXACTLY;
        };
    }

    /** Whether it takes the values of one event, not arrays. */
    boolean takesOneEvent() {
        return OF_ONE_EVENT.contains(this);
    }
}
