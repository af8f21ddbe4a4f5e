package dev.tallygate.rig.drill;

import java.util.Map;

/** R1 and R2: the server, or the database, is killed again and again under callers that send until they are answered. */
final class KillDrill implements Exercise {
    private static final int CUSTOMERS = 5;
    private static final Load.Shape SHAPE = new Load.Shape(8, 10, CUSTOMERS);
    private static final long CAP = 1_000_000_000;
    private static final int EVENTS_BETWEEN = 500;

    private final Victim victim;

    /** What is killed. */
    enum Victim {
        SERVER,
        DATABASE
    }

    KillDrill(Victim victim) {
        this.victim = victim;
    }

    @Override
    public String name() {
        return victim == Victim.SERVER ? "R1" : "R2";
    }

    @Override
    public String title() {
        return victim == Victim.SERVER ? "kill -9 of the server under load" : "kill -9 of the database under load";
    }

    @Override
    public Fault fault() {
        return Fault.ACKNOWLEDGES_BEFORE_COMMIT;
    }

    @Override
    public String figureOfFault() {
        return "lost";
    }

    @Override
    public boolean hurtsTheDatabase() {
        return victim == Victim.DATABASE;
    }

    /** The last kill comes after the last answer: what was acknowledged before it has to be on disk. */
    @Override
    public void run(Ground ground, Findings findings) {
        int kills = ground.size().of(3, 20);
        Subject server = ground.server(Map.of());
        ground.prepare(Load.customers(CUSTOMERS), CAP);
        try (Load load = new Load(ground.tally(), SHAPE, ground.time())) {
            load.start(server.client());
            for (int kill = 1; kill < kills; kill++) {
                say(ground, kill, kills);
                ground.awaitAcknowledged(EVENTS_BETWEEN);
                kill(ground, server);
            }
            say(ground, kills, kills);
            ground.awaitAcknowledged(EVENTS_BETWEEN);
            findings.figure("N", load.end());
        }
        kill(ground, server);
        findings.figure("kills", kills);
        findings.figure("unanswered tries", ground.tally().failures());
        findings.figure("answered DUPLICATE", ground.tally().duplicates());
        ground.judge(findings);
    }

    private void kill(Ground ground, Subject server) {
        if (victim == Victim.SERVER) {
            server.kill();
            server.start();
        } else {
            ground.database().kill();
        }
    }

    private static void say(Ground ground, int kill, int kills) {
        ground.progress()
                .say(() ->
                        "kill " + kill + " of " + kills + ", " + ground.tally().acknowledged() + " acknowledged");
    }
}
