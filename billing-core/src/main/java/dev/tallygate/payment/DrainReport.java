package dev.tallygate.payment;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What one round over due deliveries did.
 *
 * @param accepted calls that the provider did
 * @param again calls to be asked again: no answer, a limit, an outage
 * @param parked calls that wait for a person
 * @param nextTime when the next delivery is due, empty = none is waiting
 * @param obstacles why calls wait: a sentence for each account or kind of call that is paused
 */
public record DrainReport(int accepted, int again, int parked, Optional<Instant> nextTime, List<String> obstacles) {

    /** Nothing was due. */
    public boolean isIdle() {
        return accepted + again + parked == 0;
    }
}
