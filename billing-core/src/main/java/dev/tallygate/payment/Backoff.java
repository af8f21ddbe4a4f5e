package dev.tallygate.payment;

import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** How long to wait before a provider is asked again: doubling at a pace that fits the reason, with jitter. */
final class Backoff {
    private static final int DOUBLINGS_MAX = 20;

    private final RandomGenerator random;

    Backoff(RandomGenerator random) {
        this.random = random;
    }

    /** First and longest wait, by what it is waited for. */
    enum Pace {
        /** One call that nobody answered, or that is at work under its key already. */
        CALL(Duration.ofSeconds(1), Duration.ofHours(1)),
        /** One object that another call holds. */
        LOCK(Duration.ofMillis(250), Duration.ofSeconds(15)),
        /** A limit of calls in a time, of the account or of a kind. */
        LIMIT(Duration.ofSeconds(1), Duration.ofMinutes(2)),
        /** An account of which nobody answers. */
        OUTAGE(Duration.ofSeconds(15), Duration.ofMinutes(10));

        private final long firstMillis;
        private final long longestMillis;

        Pace(Duration first, Duration longest) {
            this.firstMillis = first.toMillis();
            this.longestMillis = longest.toMillis();
        }
    }

    /**
     * Between half and all of the doubled time, so that calls that failed together do not return together.
     *
     * @param times how often in a row, from 1
     * @param asked what the provider named; never undercut
     */
    Duration after(Pace pace, int times, Optional<Duration> asked) {
        long doubled = Math.min(pace.longestMillis, pace.firstMillis << Math.clamp(times - 1, 0, DOUBLINGS_MAX));
        Duration own = Duration.ofMillis(doubled / 2 + random.nextLong(doubled / 2 + 1));
        return asked.filter(named -> named.compareTo(own) > 0).orElse(own);
    }
}
