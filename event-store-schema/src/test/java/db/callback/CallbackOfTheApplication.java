package db.callback;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.flywaydb.core.api.callback.Callback;
import org.flywaydb.core.api.callback.Context;
import org.flywaydb.core.api.callback.Event;

/** A callback at the place where every Flyway looks for callbacks. */
public final class CallbackOfTheApplication implements Callback {
    /** The history tables of those that called. */
    public static final Set<String> CALLERS = ConcurrentHashMap.newKeySet();

    @Override
    public boolean supports(Event event, Context context) {
        return true;
    }

    @Override
    public boolean canHandleInTransaction(Event event, Context context) {
        return true;
    }

    @Override
    public void handle(Event event, Context context) {
        CALLERS.add(context.getConfiguration().getTable());
    }

    @Override
    public String getCallbackName() {
        return "callback of the application";
    }
}
