package dev.tallygate.rig.bench;

import com.google.protobuf.Empty;
import dev.tallygate.rig.RigFailed;
import dev.tallygate.rig.Transcript;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * What every scene stands on.
 *
 * @param facts of now
 * @param closed facts of the month before
 */
record Bed(Pace pace, Table table, Transcript transcript, Facts facts, Facts closed, Yardsticks yardsticks, Echo echo) {
    /** Calls of a hundred that wait for their answer at a time. */
    static final int CALLS_OF_100_IN_FLIGHT = 16;
    /** Calls of one that wait for their answer at a time. */
    static final int SINGLES_IN_FLIGHT = 256;

    Round echoRound() {
        return new ClosedLoop(SINGLES_IN_FLIGHT, pace.length()).<Empty>run(1, echo::call);
    }

    Duration length() {
        return pace.length();
    }

    /** One after the other; where time is short both at once, so that they share the machine alike. */
    void together(Runnable first, Runnable second) {
        if (!pace.isShort()) {
            first.run();
            second.run();
            return;
        }
        CompletableFuture<Void> beside = CompletableFuture.runAsync(first);
        second.run();
        try {
            beside.join();
        } catch (CompletionException e) {
            throw new RigFailed(String.valueOf(e.getCause()), e);
        }
    }

    /** Waits for the neighbours to be quiet, as long as the pace allows. */
    void awaitQuiet() {
        QuietMachine.await(pace.patience(), transcript);
    }

    static Spread rates(List<Round> rounds) {
        return Spread.of(rounds.stream().map(Round::perSecond).toList());
    }

    static Spread millis(List<Round> rounds, double part) {
        return Spread.of(rounds.stream().map(round -> round.millis(part)).toList());
    }
}
