package dev.tallygate.rig.drill;

import java.time.Duration;
import java.util.Map;

/**
 * R3: the database stops answering without closing a connection, and goes on after a while. The server has one carrier for its
 * virtual threads, so that a single one that keeps it while it waits would stop them all.
 */
final class FreezeDrill implements Exercise {
    private static final int CUSTOMERS = 8;
    private static final Load.Shape SHAPE = new Load.Shape(64, 5, CUSTOMERS);
    private static final long CAP = 1_000_000_000;
    private static final int EVENTS_BETWEEN = 500;

    private static final String ONE_CARRIER =
            "-Djdk.virtualThreadScheduler.parallelism=1 -Djdk.virtualThreadScheduler.maxPoolSize=1";

    /** What a call may take beyond its deadline: the way there and back on a busy machine. */
    private static final Duration GRACE = Duration.ofMillis(1_500);
    /** A Java heap takes what it is given before it tidies up; calls that pile up take far more. */
    private static final int MEGABYTES_MAX = 300;

    @Override
    public String name() {
        return "R3";
    }

    @Override
    public String title() {
        return "the database frozen under load";
    }

    @Override
    public Fault fault() {
        return Fault.HANGS;
    }

    @Override
    public String figureOfFault() {
        return "longest call";
    }

    @Override
    public boolean hurtsTheDatabase() {
        return true;
    }

    /** Callers set no deadline, so that it is the server that has to end each call. */
    @Override
    public void run(Ground ground, Findings findings) {
        int freezeSeconds = ground.size().of(6, 30);
        Duration deadline = Duration.ofSeconds(ground.size().of(2, 10));
        Subject server = ground.server(
                Map.of("TALLYGATE_SERVER_DEADLINE", deadline.toSeconds() + "s", "JDK_JAVA_OPTIONS", ONE_CARRIER),
                Client.NO_DEADLINE);
        ground.prepare(Load.customers(CUSTOMERS), CAP);
        long growth;
        try (Load load = new Load(ground.tally(), SHAPE, ground.time());
                HealthCallers healthCallers = new HealthCallers(server.httpPort())) {
            load.start(server.client());
            healthCallers.start();
            ground.awaitAcknowledged(EVENTS_BETWEEN);
            growth = growthWhileFrozen(ground, server, freezeSeconds);
            ground.awaitAcknowledged(EVENTS_BETWEEN);
            findings.figure("frozen", freezeSeconds + " s");
            findings.figure("N", load.end());
        }
        findings.figure("unanswered tries", ground.tally().failures());
        findings.atMost(
                "longest call",
                deadline.plus(GRACE).toMillis(),
                ground.tally().longestCall().toMillis(),
                "ms");
        findings.atMost("memory grew", MEGABYTES_MAX, growth, "MB");
        ground.judge(findings);
    }

    private static long growthWhileFrozen(Ground ground, Subject server, int seconds) {
        long before = server.residentMegabytes();
        long most = before;
        ground.database().freeze();
        for (int second = 1; second <= seconds; second++) {
            int now = second;
            ground.progress()
                    .say(() -> "frozen for " + now + " of " + seconds + " s, "
                            + ground.tally().failures() + " tries without an answer");
            Progress.pause(Duration.ofSeconds(1));
            most = Math.max(most, server.residentMegabytes());
        }
        ground.database().thaw();
        return most - before;
    }
}
