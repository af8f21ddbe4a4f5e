package dev.tallygate.payment;

import dev.tallygate.customer.Customer;
import dev.tallygate.invoice.InvoiceId;
import dev.tallygate.ledger.GateRepository;
import dev.tallygate.time.UtcTimes;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Writes planned calls as rows; always under the customer's gate, inside the caller's transaction. */
final class DeliveryWriter {
    /** Where no account is named: the one that the secret key belongs to. */
    private static final String OWN_ACCOUNT = "own";

    private final GateRepository gates;
    private final DeliveryRepository deliveries;
    private final AttemptRepository attempts;
    private final Beginnings beginnings;
    private final PaymentProviders providers;
    private final IdempotencyKeys keys;
    private final Clock clock;

    DeliveryWriter(
            GateRepository gates,
            DeliveryRepository deliveries,
            AttemptRepository attempts,
            Beginnings beginnings,
            PaymentProviders providers,
            IdempotencyKeys keys,
            Clock clock) {
        this.gates = gates;
        this.deliveries = deliveries;
        this.attempts = attempts;
        this.beginnings = beginnings;
        this.providers = providers;
        this.keys = keys;
        this.clock = clock;
    }

    Instant now() {
        return UtcTimes.toMicros(clock.instant());
    }

    /** Locks the gates: the first statement of whatever changes deliveries of these customers. */
    void lockGates(Collection<Long> customerKeys) {
        gates.lock(customerKeys);
    }

    /** Takes the row for one send; false where somebody else has it. The attempt is told apart by its number. */
    boolean claim(Delivery delivery, DeliveryRepository.Lease lease) {
        boolean isClaimed = deliveries.claim(delivery, lease, now());
        if (isClaimed) {
            attempts.begin(delivery.key(), attempt(delivery), now());
        }
        return isClaimed;
    }

    /** Notes what is sent, and where to, before it is; false where the lease was lost. */
    boolean noteRequest(Delivery delivery, DeliveryRepository.Lease lease, String endpoint, String requestHash) {
        return deliveries.noteRequest(delivery.key(), lease, endpoint, requestHash);
    }

    /** Makes due at once whatever was sent and never answered; how many. */
    int askAgain() {
        return deliveries.askAgain(now());
    }

    /** Notes what came of the attempt that {@link #claim} began. */
    void endAttempt(Delivery delivery, DeliveryAttempt.Result result, String detail) {
        attempts.end(delivery.key(), attempt(delivery), result, detail, now());
    }

    private static int attempt(Delivery delivery) {
        return delivery.sending().attempts() + 1;
    }

    /** Plans the creation of the customer; changes nothing where it is planned already. */
    void planCustomer(Customer customer) {
        long customerKey = customer.customerKey();
        if (deliveries.ofEntity(customerKey, Delivery.CUSTOMER_ENTITY).isEmpty()) {
            var key = new Delivery.Key(customerKey, Delivery.CUSTOMER_ENTITY, 1, 1);
            String provider = customer.profile().provider();
            Start start = beginnings
                    .of(provider, FoundObject.entityOfCustomer(customer.customerId()))
                    .start(Start.planned(now()));
            insert(key, new PlannedCall(CallKind.CREATE_CUSTOMER, 0), provider, start);
        }
    }

    /** As {@link Beginnings#underAnotherId}. */
    Optional<String> foundUnderAnotherId(Customer customer, InvoiceId id) {
        return beginnings.underAnotherId(customer, id);
    }

    /** Plans all steps of an entity: the first starts as told, each other waits for the one before it. */
    void planSteps(long customerKey, String entityId, String provider, List<PlannedCall> calls, Start first) {
        Beginnings.Beginning beginning = beginnings.of(provider, entityId);
        for (int step = 1; step <= calls.size(); step++) {
            Start start = beginning.start(step == 1 ? first : Start.planned(Delivery.WAITS));
            insert(new Delivery.Key(customerKey, entityId, step, 1), calls.get(step - 1), provider, start);
        }
    }

    /** Plans other steps behind one that is given up: the first starts as told, each other waits for the one before it. */
    void planBehind(Delivery instead, List<PlannedCall> calls, Start first) {
        Delivery.Key before = instead.key();
        Beginnings.Beginning beginning = beginnings.of(instead.provider(), before.entityId());
        for (int i = 0; i < calls.size(); i++) {
            Start start = beginning.start(i == 0 ? first : Start.planned(Delivery.WAITS));
            var key = new Delivery.Key(before.customerKey(), before.entityId(), before.step() + 1 + i, 1);
            insert(key, calls.get(i), instead.provider(), start);
        }
    }

    /** Plans one more step after all others of its entity. */
    void appendStep(Delivery last, CallKind kind, Instant nextAttemptTime) {
        var key = new Delivery.Key(
                last.key().customerKey(), last.key().entityId(), last.key().step() + 1, 1);
        Start start = beginnings.of(last.provider(), last.key().entityId()).start(Start.planned(nextAttemptTime));
        insert(key, new PlannedCall(kind, 0), last.provider(), start);
    }

    /**
     * Replaces a request by its next revision, which has a key of its own. Where the old one ever left, the new one is
     * in doubt from the start: it is looked up before anything is sent.
     */
    boolean replace(Delivery old, String why) {
        if (!deliveries.moveUnheld(old, DeliveryState.ABANDONED, why, now())) {
            return false;
        }
        insertRevision(old);
        return true;
    }

    /** The next revision of a row that is given up; due at once. */
    void insertRevision(Delivery old) {
        Delivery.Key before = old.key();
        var key =
                new Delivery.Key(before.customerKey(), before.entityId(), before.step(), before.requestRevision() + 1);
        boolean mayExist =
                old.state() != DeliveryState.REJECTED && old.firstSent().isPresent();
        Start start = mayExist
                ? new Start(DeliveryState.UNKNOWN, now(), old.sending().attempts(), old.firstSent())
                : Start.planned(now());
        insert(
                key,
                old.call(),
                old.provider(),
                beginnings.of(old.provider(), before.entityId()).start(start));
    }

    /** Writes one row, as it begins. */
    void insert(Delivery.Key key, PlannedCall call, String provider, Start start) {
        String account = providers.named(provider).map(PaymentProvider::account).orElse(OWN_ACCOUNT);
        var sending = new Delivery.Sending(
                start.attempts(), null, null, start.firstSent().orElse(null), start.nextAttemptTime());
        String idempotencyKey = keys.of(provider, account, key, call);
        deliveries.insert(new Delivery(key, call, provider, start.state(), idempotencyKey, sending), now());
    }

    /** How a row begins. */
    record Start(DeliveryState state, Instant nextAttemptTime, int attempts, Optional<Instant> firstSent) {
        static Start planned(Instant nextAttemptTime) {
            return new Start(DeliveryState.PLANNED, nextAttemptTime, 0, Optional.empty());
        }

        /** In doubt: it is looked for, now, before anything is sent. */
        static Start gone(Instant firstSent, Instant now) {
            return new Start(DeliveryState.UNKNOWN, now, 0, Optional.of(firstSent));
        }

        /** Planned, and kept for a person. */
        static Start parked() {
            return new Start(DeliveryState.NEEDS_ATTENTION, Delivery.WAITS, 0, Optional.empty());
        }
    }
}
