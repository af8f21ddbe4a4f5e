package dev.tallygate.payment;

import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** How long to wait before a call is asked again: doubling from a second to an hour, with jitter. */
final class Backoff {
    private static final long FIRST_MILLIS = 1_000;
    private static final long LONGEST_MILLIS = 3_600_000;
    private static final int DOUBLINGS_MAX = 12;

    private final RandomGenerator random;

    Backoff(RandomGenerator random) {
        this.random = random;
    }

    /**
     * Between half and all of the doubled time, so that calls that failed together do not return together.
     *
     * @param attempts made so far, from 1
     * @param asked what the provider named; never undercut
     */
    Duration after(int attempts, Optional<Duration> asked) {
        long doubled = Math.min(LONGEST_MILLIS, FIRST_MILLIS << Math.clamp(attempts - 1, 0, DOUBLINGS_MAX));
        Duration own = Duration.ofMillis(doubled / 2 + random.nextLong(doubled / 2 + 1));
        return asked.filter(named -> named.compareTo(own) > 0).orElse(own);
    }
}
