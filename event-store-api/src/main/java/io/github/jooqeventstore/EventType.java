package io.github.jooqeventstore;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The name under which events of a class are stored: chosen once, and kept when the class is renamed or moved.
 *
 * <pre>{@code
 * @EventType("order-placed")
 * record OrderPlaced(String customer, BigDecimal amount) implements OrderEvent {}
 * }</pre>
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface EventType {

    /** The name, unique among the types of a store; 1 to 255 characters. */
    String value();

    /** The version of the shape of the class, 1 or more; each version before needs an {@link Upcaster}. */
    int version() default 1;
}
