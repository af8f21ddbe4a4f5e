package dev.tallygate.payment;

import dev.tallygate.customer.CustomerProfile;
import dev.tallygate.database.Transactions;
import dev.tallygate.rejection.FieldRules;
import dev.tallygate.rejection.Reason;
import dev.tallygate.rejection.Rejected;
import dev.tallygate.time.UtcTimes;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Keeps deliveries back: all of a provider, those that are planned meanwhile too. */
public final class DeliveryHolds {
    private static final List<String> PROVIDERS =
            List.of(CustomerProfile.MANUAL, CustomerProfile.PAYSTACK, CustomerProfile.STRIPE);
    private static final int NOTE_CHARACTERS_MAX = 500;

    private final HoldRepository holds;
    private final MarkRepository marks;
    private final Transactions transactions;
    private final Clock clock;

    DeliveryHolds(HoldRepository holds, MarkRepository marks, Transactions transactions, Clock clock) {
        this.holds = holds;
        this.marks = marks;
        this.transactions = transactions;
        this.clock = clock;
    }

    /** By provider. */
    public List<Hold> inForce() {
        return holds.all();
    }

    Optional<Hold> of(String provider) {
        return holds.find(provider);
    }

    /**
     * Keeps every provider's deliveries back, because this database is an older one than the providers know. Whatever it
     * has not seen answered is looked up before it is sent. The same again changes nothing more.
     */
    public List<Hold> afterRestore(String note) {
        FieldRules.text("reason", note, NOTE_CHARACTERS_MAX);
        Instant since = marks.markedTime();
        for (String provider : PROVIDERS) {
            put(new Hold(provider, Hold.Cause.RESTORED, since, now(), note));
        }
        return inForce();
    }

    /**
     * Keeps one provider's deliveries back until {@link #release}.
     *
     * @throws Rejected {@code FIELD_INVALID}, or {@code DELIVERY_STATE} where they are held after a restore
     */
    public void hold(String provider, String note) {
        check(provider);
        FieldRules.text("reason", note, NOTE_CHARACTERS_MAX);
        requireNotRestored(provider);
        put(new Hold(provider, Hold.Cause.OPERATOR, now(), now(), note));
    }

    /**
     * Lets an operator's hold go.
     *
     * @return how many deliveries go on
     * @throws Rejected {@code FIELD_INVALID}, or {@code DELIVERY_STATE} where nothing is held, or after a restore
     */
    public int release(String provider) {
        check(provider);
        requireNotRestored(provider);
        if (holds.find(provider).isEmpty()) {
            throw Rejected.of(Reason.DELIVERY_STATE, provider + " is not held (expected: a provider that is)");
        }
        return letGo(provider);
    }

    /** Ends the provider's hold, whatever its cause. */
    int letGo(String provider) {
        return transactions.call(() -> {
            holds.delete(provider);
            return holds.releaseRows(provider, now());
        });
    }

    private void put(Hold hold) {
        transactions.run(() -> {
            holds.put(hold);
            holds.holdRows(hold.provider(), now());
            if (hold.cause() == Hold.Cause.RESTORED) {
                holds.forgetSends(hold.provider(), hold.sinceTime(), now());
            }
        });
    }

    private void requireNotRestored(String provider) {
        Optional<Hold> restored = holds.find(provider).filter(hold -> hold.cause() == Hold.Cause.RESTORED);
        if (restored.isPresent()) {
            throw Rejected.of(Reason.DELIVERY_STATE, restored.get().sentence());
        }
    }

    private static void check(String provider) {
        if (!PROVIDERS.contains(provider)) {
            throw Rejected.field(Reason.FIELD_INVALID, "provider", provider, "stripe, paystack or manual");
        }
    }

    private Instant now() {
        return UtcTimes.toMicros(clock.instant());
    }
}
