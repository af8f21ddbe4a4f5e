package dev.tallygate.sandbox.provider;

import dev.tallygate.sandbox.journal.Change;
import dev.tallygate.sandbox.journal.DocumentKind;
import dev.tallygate.sandbox.journal.DocumentStore;
import dev.tallygate.sandbox.journal.Json;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** A provider's own time: the machine's, until somebody shifts or stops it. Kept over restarts. */
public final class SandboxClock extends Clock {
    private static final String SETTING = "clock";

    /**
     * How it stands.
     *
     * @param shift how far it is ahead of the machine's clock
     * @param stoppedTime what it shows while it stands still; null where it runs
     */
    private record Standing(Duration shift, @Nullable Instant stoppedTime) {
        private static final Standing MACHINE = new Standing(Duration.ZERO, null);
    }

    private final Clock machine;
    private final DocumentKind settings;
    private volatile Standing standing = Standing.MACHINE;

    private SandboxClock(Clock machine, DocumentKind settings) {
        this.machine = machine;
        this.settings = settings;
    }

    /**
     * The clock as it was left.
     *
     * @param machine what it goes by
     * @param settings the kind of document that it is kept as
     */
    public static SandboxClock open(DocumentStore store, DocumentKind settings, Clock machine) {
        SandboxClock clock = new SandboxClock(machine, settings);
        store.change(Change.Origin.SANDBOX, change -> change.find(settings, SETTING))
                .ifPresent(clock::restore);
        return clock;
    }

    private void restore(ObjectNode kept) {
        standing = new Standing(
                Duration.parse(Json.string(kept, "shift")),
                Json.text(kept, "stopped").map(Instant::parse).orElse(null));
    }

    /** What the machine's clock says, by which receivers of webhooks live. */
    public Instant machineTime() {
        return machine.instant();
    }

    boolean isStopped() {
        return standing.stoppedTime() != null;
    }

    /** Where it stands, so far ahead of the machine's clock as it is now. */
    Duration shift() {
        Standing now = standing;
        return now.stoppedTime() == null ? now.shift() : Duration.between(machine.instant(), now.stoppedTime());
    }

    /** From now on it is this time, going on or standing as before. */
    void set(Change change, Instant time) {
        stand(change, new Standing(Duration.between(machine.instant(), time), isStopped() ? time : null));
    }

    void advance(Change change, Duration step) {
        Standing now = standing;
        Instant stopped = now.stoppedTime();
        stand(change, new Standing(now.shift().plus(step), stopped == null ? null : stopped.plus(step)));
    }

    void stop(Change change) {
        stand(change, new Standing(standing.shift(), instant()));
    }

    /** Goes on from the time that it shows. */
    void run(Change change) {
        stand(change, new Standing(shift(), null));
    }

    /** The machine's time again. */
    void reset(Change change) {
        change.remove(settings, SETTING);
        standing = Standing.MACHINE;
    }

    private void stand(Change change, Standing next) {
        ObjectNode kept = Json.object().put("shift", next.shift().toString());
        if (next.stoppedTime() != null) {
            kept.put("stopped", next.stoppedTime().toString());
        }
        change.put(settings, SETTING, kept);
        standing = next;
    }

    @Override
    public Instant instant() {
        Standing now = standing;
        return now.stoppedTime() == null ? machine.instant().plus(now.shift()) : now.stoppedTime();
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return Clock.fixed(instant(), zone);
    }
}
