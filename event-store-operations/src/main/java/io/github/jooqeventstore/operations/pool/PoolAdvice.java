package io.github.jooqeventstore.operations.pool;

import io.github.jooqeventstore.InvalidInputException;
import io.github.jooqeventstore.operations.ExitCode;
import io.github.jooqeventstore.operations.OperationsException;
import io.github.jooqeventstore.pool.PoolSizing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * How large the pool of each instance should be, and how that comes about.
 *
 * @param busy the connections in use on average, in all instances together
 * @param wanted the connections that all instances together should have
 * @param connections the size of the pool of each instance
 * @param deadlockFloor the size below which the threads of an instance can wait for each other without end
 * @param formulas each number with its formula
 * @param findings why the load is over budget; empty: it is within
 */
public record PoolAdvice(
        double busy, int wanted, int connections, int deadlockFloor, List<String> formulas, List<String> findings) {
    /** Copies. */
    public PoolAdvice {
        formulas = List.copyOf(formulas);
        findings = List.copyOf(findings);
    }

    /**
     * {@return the advice}
     *
     * @throws OperationsException with {@link ExitCode#USAGE} when a number is out of bounds
     */
    public static PoolAdvice of(PoolQuestion question) {
        PoolSizing sizing = sizing(question);
        int floor = question.threads() * (question.perThread() - 1) + 1;
        return new PoolAdvice(
                sizing.busy(),
                sizing.wanted(),
                sizing.connections(),
                floor,
                formulas(question, sizing, floor),
                findings(question, sizing, floor));
    }

    private static PoolSizing sizing(PoolQuestion question) {
        ServerConnections server = question.server();
        try {
            return new PoolSizing(
                    question.requestsPerSecond(),
                    question.held(),
                    question.utilisation(),
                    question.instances(),
                    question.cores(),
                    // None at all is told as a finding.
                    server == null ? null : Math.max(1, server.left()));
        } catch (InvalidInputException e) {
            throw new OperationsException(ExitCode.USAGE, String.valueOf(e.getMessage()), e);
        }
    }

    private static List<String> formulas(PoolQuestion question, PoolSizing sizing, int floor) {
        var formulas = new ArrayList<String>();
        String busy = "%s/s x %s s".formatted(number(question.requestsPerSecond()), seconds(question.held()));
        formulas.add("in use on average  " + busy + " = " + number(sizing.busy()) + " connections (Little's law)");
        Duration request = question.requestTime();
        if (request != null) {
            double wrong = sizing.busy() / (request.toNanos() / 1e9) + 5;
            formulas.add(
                    "not                (%s) / %s s + 5 = %s: a request needs a connection only while it holds one, and"
                                    .formatted(busy, seconds(request), number(wrong))
                            + " connections divided by a time are none");
        }
        formulas.add("wanted             %s / %s in use = %d, the rest being for bursts"
                .formatted(number(sizing.busy()), number(question.utilisation()), sizing.wanted()));
        if (question.cores() != null) {
            formulas.add("cap by cores       2 x %d + 1 = %d for all instances: more only wait in the server"
                    .formatted(question.cores(), 2 * question.cores() + 1));
        }
        ServerConnections server = question.server();
        if (server != null) {
            formulas.add("cap by server      " + server.formula() + " for all instances");
        }
        if (question.instances() > 1) {
            formulas.add("share              " + question.instances() + " instances, each a pool of its own");
        }
        if (question.perThread() > 1) {
            formulas.add("deadlock floor     %d threads x (%d - 1) + 1 = %d for each instance"
                    .formatted(question.threads(), question.perThread(), floor));
        }
        formulas.add("advice             " + sizing.connections() + " connections for each instance");
        return formulas;
    }

    private static List<String> findings(PoolQuestion question, PoolSizing sizing, int floor) {
        var findings = new ArrayList<String>();
        ServerConnections server = question.server();
        if (server != null && server.left() < question.instances()) {
            findings.add("the server has %d connections left for %d instances"
                    .formatted(server.left(), question.instances()));
        } else if (!sizing.isEnough()) {
            findings.add("%d connections for each of %d instances are less than the %s in use: hold connections for a"
                            .formatted(sizing.connections(), question.instances(), number(sizing.busy()))
                    + " shorter time, or take a larger server");
        }
        if (floor > sizing.connections()) {
            findings.add("%d connections are below the deadlock floor of %d: hold one connection a thread"
                    .formatted(sizing.connections(), floor));
        }
        Integer size = question.poolSize();
        if (size != null && server != null && (long) size * question.instances() > server.left()) {
            findings.add("%d pools of %d are %d connections, and the server has %d left: callers will be refused"
                    .formatted(question.instances(), size, (long) size * question.instances(), server.left()));
        } else if (size != null && (long) size * question.instances() < sizing.busy()) {
            findings.add("%d pools of %d are less than the %s in use: callers will wait without end"
                    .formatted(question.instances(), size, number(sizing.busy())));
        }
        return findings;
    }

    private static String seconds(Duration time) {
        return number(time.toNanos() / 1e9);
    }

    private static String number(double value) {
        return value == Math.rint(value)
                ? String.valueOf(Math.round(value))
                : String.format(Locale.ROOT, "%.4f", value).replaceAll("0+$", "");
    }
}
