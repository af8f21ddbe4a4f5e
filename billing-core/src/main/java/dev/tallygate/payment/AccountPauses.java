package dev.tallygate.payment;

import dev.tallygate.payment.Backoff.Pace;
import dev.tallygate.time.UtcTimes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Slows an account down as its provider asks, and leaves it alone while nobody answers there. What one process learns
 * holds for all, since it is in the database.
 */
final class AccountPauses {
    /** A limit that was not met for so long begins with the first wait again. */
    private static final Duration FORGOTTEN = Duration.ofMinutes(5);

    private final PauseRepository pauses;
    private final Backoff backoff;
    private final Clock clock;

    AccountPauses(PauseRepository pauses, Backoff backoff, Clock clock) {
        this.pauses = pauses;
        this.backoff = backoff;
        this.clock = clock;
    }

    /** All that hold calls up now. */
    List<Pause> inForce(ProviderAccount account) {
        Instant now = clock.instant();
        return pauses.ofAccount(account).stream()
                .filter(pause -> pause.isInForce(now))
                .toList();
    }

    /**
     * Whether a call may be made now; empty = it waits. After an outage one call of all processes goes first, and the
     * others wait until it is known how it ended, or until the lease of its delivery is over.
     */
    Optional<Admission> admit(Delivery delivery, PaymentProvider provider) {
        ProviderAccount account = ProviderAccount.of(provider);
        Instant now = now();
        List<Pause> known = pauses.ofAccount(account);
        boolean isHeldUp = known.stream()
                .anyMatch(pause ->
                        pause.isInForce(now) && pause.covers(delivery.call().kind()));
        Optional<Pause> outage = known.stream()
                .filter(Pause::isOutage)
                .filter(Pause::isEffective)
                .findFirst();
        if (isHeldUp || (outage.isPresent() && !goesFirst(account, outage.get(), now))) {
            return Optional.empty();
        }
        return Optional.of(new Admission(delivery, account, now, hasStrikes(known)));
    }

    private boolean goesFirst(ProviderAccount account, Pause outage, Instant now) {
        var trial = new Pause.Stretch(now, now.plus(InvoiceDelivery.LEASE));
        var mine = new Pause(Pause.OUTAGE, outage.strikes(), trial, outage.entityId(), outage.reason());
        return pauses.replace(account, outage, mine);
    }

    private static boolean hasStrikes(List<Pause> known) {
        return known.stream().anyMatch(Pause::isOutage);
    }

    private Instant now() {
        return UtcTimes.toMicros(clock.instant());
    }

    /** The leave to make one call, and what follows from its answer for the account. */
    final class Admission {
        private final Delivery delivery;
        private final ProviderAccount account;
        private final Instant begun;
        private final boolean hasStrikes;

        private Admission(Delivery delivery, ProviderAccount account, Instant begun, boolean hasStrikes) {
            this.delivery = delivery;
            this.account = account;
            this.begun = begun;
            this.hasStrikes = hasStrikes;
        }

        /** Takes note of the answer; how long this call waits, where it is to be asked again. */
        Duration after(Outcome outcome) {
            return switch (outcome) {
                case Outcome.Unknown unknown -> lost(unknown.why(), unknown.after());
                case Outcome.RetryLater later -> limited(later);
                case Outcome.KeyRefused refused -> answered(Optional.empty());
                case Outcome.Accepted accepted -> answered(Optional.empty());
                case Outcome.Rejected rejected -> answered(Optional.empty());
                case Outcome.NeedsAttention needs -> answered(Optional.empty());
                case Outcome.StoredFailure stored -> answered(Optional.empty());
                case Outcome.Outdated outdated -> answered(Optional.empty());
                case Outcome.OtherWay other -> answered(Optional.empty());
                case Outcome.Overtaken overtaken -> Duration.ZERO;
            };
        }

        private Duration limited(Outcome.RetryLater later) {
            return switch (later.limit()) {
                case ACCOUNT -> pause(Pause.ACCOUNT, later);
                case KIND -> pause(delivery.call().kind().name(), later);
                case CALL -> answered(later.after());
                case LOCK -> {
                    answered(Optional.empty());
                    yield backoff.after(Pace.LOCK, times(), later.after());
                }
                case OUTAGE -> lost(later.why(), later.after());
            };
        }

        /** Somebody is there: an outage is over. */
        private Duration answered(Optional<Duration> asked) {
            if (hasStrikes) {
                pauses.delete(account, Pause.OUTAGE);
            }
            return backoff.after(Pace.CALL, times(), asked);
        }

        private Duration pause(String scope, Outcome.RetryLater later) {
            answered(Optional.empty());
            Optional<Pause> before = find(scope);
            boolean isNew = before.filter(
                            known -> known.untilTime().plus(FORGOTTEN).isAfter(begun))
                    .isEmpty();
            int strikes = isNew ? 1 : before.map(Pause::strikes).orElse(0) + 1;
            Duration wait = backoff.after(Pace.LIMIT, strikes, later.after());
            strike(before, pause(scope, strikes, wait, later.why()));
            return wait;
        }

        /** One that is lost alone waits by itself; only different ones in a row are an outage. */
        private Duration lost(String why, Optional<Duration> asked) {
            Optional<Pause> before = find(Pause.OUTAGE);
            String entity = delivery.entityName();
            boolean isOther = before.filter(known -> known.entityId().equals(entity) && !known.isEffective())
                    .isEmpty();
            if (isOther) {
                int strikes = before.map(Pause::strikes).orElse(0) + 1;
                int beyond = strikes - Pause.OUTAGE_STRIKES + 1;
                Duration wait = beyond < 1 ? Duration.ZERO : backoff.after(Pace.OUTAGE, beyond, Optional.empty());
                strike(before, pause(Pause.OUTAGE, strikes, wait, why));
            }
            return backoff.after(Pace.CALL, times(), asked);
        }

        private Pause pause(String scope, int strikes, Duration wait, String why) {
            Instant now = now();
            return new Pause(scope, strikes, new Pause.Stretch(now, now.plus(wait)), delivery.entityName(), why);
        }

        /** What several calls meet at once counts once: one that began before the pause did adds nothing to it. */
        private void strike(Optional<Pause> before, Pause next) {
            if (before.isEmpty()) {
                pauses.insert(account, next);
            } else if (!before.get().stretch().start().isAfter(begun)) {
                pauses.replace(account, before.get(), next);
            }
        }

        private Optional<Pause> find(String scope) {
            return pauses.ofAccount(account).stream()
                    .filter(pause -> pause.scope().equals(scope))
                    .findFirst();
        }

        private int times() {
            return delivery.sending().attempts() + 1;
        }
    }
}
