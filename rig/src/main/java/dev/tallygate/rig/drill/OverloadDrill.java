package dev.tallygate.rig.drill;

import java.time.Duration;
import java.util.Map;

/** R7: 500 callers at a server with four connections, while the rows that it needs are locked by somebody else. */
final class OverloadDrill implements Exercise {
    private static final int CALLERS = 500;
    private static final int PLACES = 64;
    private static final int CUSTOMERS = 20;
    private static final long CAP = 1_000_000_000;
    private static final int REFUSED_IN_MILLIS_MAX = 100;
    private static final int RECOVERED_IN_MILLIS_MAX = 5_000;
    /** A machine that takes longer than that without any fault is given this many times as long. */
    private static final int TIMES_AS_BEFORE = 2;
    /** A Java heap takes what it is given before it tidies up; calls that pile up take far more. */
    private static final int MEGABYTES_MAX = 300;

    @Override
    public String name() {
        return "R7";
    }

    @Override
    public String title() {
        return CALLERS + " callers, 4 connections, every customer's row locked";
    }

    @Override
    public Fault fault() {
        return Fault.NEVER_REFUSES;
    }

    @Override
    public String figureOfFault() {
        return "refused";
    }

    @Override
    public void run(Ground ground, Findings findings) {
        Subject server = ground.server(
                Map.of("TALLYGATE_DB_CONNECTIONSMAX", "4", "TALLYGATE_SERVER_CALLSMAX", Integer.toString(PLACES)));
        ground.prepare(Load.customers(CUSTOMERS), CAP);
        Duration before = new Storm(ground, server, "before", CALLERS).blow(0, CUSTOMERS);
        Storm storm = new Storm(ground, server, "locked", CALLERS);
        Duration recovered = storm.blow(ground.size().of(4, 15), CUSTOMERS);
        Duration afterwards = new Storm(ground, server, "after", CALLERS).blow(0, CUSTOMERS);
        long millisMax = Math.max(RECOVERED_IN_MILLIS_MAX, TIMES_AS_BEFORE * before.toMillis());
        findings.figure("N", CALLERS);
        findings.figure("refused", storm.refused());
        findings.require(
                storm.refused() >= CALLERS - PLACES,
                "refused",
                storm.refused() + " (expected: at least " + (CALLERS - PLACES) + ")");
        findings.expect("without RetryInfo", 0, storm.withoutRetryInfo());
        findings.atMost("median refusal", REFUSED_IN_MILLIS_MAX, storm.medianRefusalMillis(), "ms");
        findings.atMost("memory grew", MEGABYTES_MAX, storm.growth(), "MB");
        findings.atMost("recovered in", millisMax, recovered.toMillis(), "ms");
        findings.atMost("next round in", millisMax, afterwards.toMillis(), "ms");
        ground.judge(findings);
    }
}
