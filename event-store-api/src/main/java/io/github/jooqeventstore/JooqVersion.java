package io.github.jooqeventstore;

import org.jooq.Constants;

/** Whether the jOOQ that is there at run time can run the code that was generated for the tables. */
final class JooqVersion {

    /** The compiler has written this constant into the class: the jOOQ that the library was built with. */
    private static final String BUILT_WITH = Constants.MINOR_VERSION;

    private JooqVersion() {}

    static void requireNotOlder() {
        String running = running();
        if (compare(running, BUILT_WITH) < 0) {
            throw new IllegalStateException("jOOQ: expected version " + BUILT_WITH
                    + " or newer, which the tables of the event store were generated with, found version " + running
                    + "; raise the version of org.jooq:jooq");
        }
    }

    /** Read by reflection, since the compiler would put its own version in place of a constant. */
    private static String running() {
        try {
            return (String) Constants.class.getField("MINOR_VERSION").get(null);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("jOOQ: expected a version of 3 or newer, found none", e);
        }
    }

    static int compare(String version, String other) {
        String[] left = version.split("\\.", -1);
        String[] right = other.split("\\.", -1);
        int major = Integer.compare(Integer.parseInt(left[0]), Integer.parseInt(right[0]));
        return major != 0 ? major : Integer.compare(Integer.parseInt(left[1]), Integer.parseInt(right[1]));
    }
}
