package dev.tallygate.notification;

import java.time.Instant;
import java.util.Optional;

/**
 * What one round over due notifications did.
 *
 * @param sent mails that the mail server took over
 * @param superseded rows that a higher threshold speaks for
 * @param again mails to be tried again
 * @param parked rows that wait for a person
 * @param obstacle why the round ended early: no mail can be sent now
 * @param nextTime when the next row is due, empty = none is waiting
 */
public record NotifyReport(
        int sent, int superseded, int again, int parked, Optional<String> obstacle, Optional<Instant> nextTime) {

    /** Nothing was due. */
    public boolean isIdle() {
        return sent + superseded + again + parked == 0;
    }
}
