package dev.tallygate.payment;

import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collection;

/** Paces and counts what accounts are asked: adapters take one of {@link #of} for each. */
public final class CallBudgets {
    /** Over which a provider reckons what was read. */
    private static final int DAYS = 30;

    private final CallCountRepository counts;
    private final Clock clock;

    CallBudgets(CallCountRepository counts, Clock clock) {
        this.counts = counts;
        this.clock = clock;
    }

    /** At most so many calls in any second of this process; each is counted in the database before it is made. */
    public CallPace of(ProviderAccount account, int callsASecond) {
        CallPace limit = new SecondLimit(callsASecond, SecondLimit.Time.ofThisMachine());
        return verb -> {
            counts.add(account, today(), verb);
            limit.await(verb);
        };
    }

    /** What the account was asked and told in the last {@value #DAYS} days, today included. */
    public Calls recent(ProviderAccount account) {
        return counts.since(account, today().minusDays(DAYS - 1L));
    }

    /** Invoices of a provider that were paid in the last {@value #DAYS} days, counted up to 10,000. */
    public long paidRecently(String provider) {
        return counts.paidSince(provider, clock.instant().minus(Duration.ofDays(DAYS)));
    }

    private LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    }

    /** Calls in a time. */
    public record Calls(long reads, long writes) {
        static Calls sum(Collection<Calls> all) {
            return new Calls(
                    all.stream().mapToLong(Calls::reads).sum(),
                    all.stream().mapToLong(Calls::writes).sum());
        }
    }
}
