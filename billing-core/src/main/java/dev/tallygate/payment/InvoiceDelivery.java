package dev.tallygate.payment;

import dev.tallygate.database.AtOnce;
import dev.tallygate.database.Bytes;
import dev.tallygate.payment.DeliveryRecorder.Recorded;
import dev.tallygate.payment.DeliveryRepository.Lease;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Drains planned deliveries: each call is committed as sent, made outside any transaction, and its answer recorded.
 * Whoever dies in between leaves a row that is asked again, with the same key and the same bytes.
 */
public final class InvoiceDelivery {
    /** Longer than a call with its timeouts, so that a living holder keeps its row. */
    static final Duration LEASE = Duration.ofMinutes(2);

    private static final Logger LOG = LoggerFactory.getLogger(InvoiceDelivery.class);
    private static final int PAGE = 100;
    private static final Outcome VOID = new Outcome.Overtaken("the invoice is void");

    private final DeliveryWriter writer;
    private final DeliveryRecorder recorder;
    private final CallReader reader;
    private final CallJudge judge;
    private final CreditNotePreparer notes;
    private final PaymentProviders providers;
    private final AccountPauses pauses;
    private final DueDeliveries due;
    private final AtOnce atOnce;

    InvoiceDelivery(
            DeliveryWriter writer,
            DeliveryRecorder recorder,
            Questions questions,
            PaymentProviders providers,
            DueDeliveries due,
            AtOnce atOnce) {
        this.writer = writer;
        this.recorder = recorder;
        this.reader = questions.reader();
        this.judge = questions.judge();
        this.notes = questions.notes();
        this.providers = providers;
        this.pauses = due.pauses();
        this.due = due;
        this.atOnce = atOnce;
    }

    /** What is asked before a call is sent: what it is, whether it may be, and for a credit note how it is divided. */
    record Questions(CallReader reader, CallJudge judge, CreditNotePreparer notes) {}

    /**
     * Sends what is due, at most so many calls, several at a time; safe beside any number of other drainers. A call that
     * fails for itself never stops the others.
     *
     * @param callsMax bound of this round
     */
    public DrainReport drain(int callsMax) {
        Map<Recorded, Integer> counts = new EnumMap<>(Recorded.class);
        int calls = 0;
        List<Delivery> page = due.now(writer.now(), Math.min(PAGE, callsMax));
        while (!page.isEmpty()) {
            int skippedBefore = count(counts, Recorded.SKIPPED);
            atOnce.map(page, this::deliver).forEach(recorded -> counts.merge(recorded, 1, Integer::sum));
            calls += page.size();
            boolean isStuck = count(counts, Recorded.SKIPPED) - skippedBefore == page.size();
            page = isStuck ? List.of() : due.now(writer.now(), Math.min(PAGE, callsMax - calls));
        }
        return new DrainReport(
                count(counts, Recorded.ACCEPTED),
                count(counts, Recorded.AGAIN),
                count(counts, Recorded.PARKED),
                due.nextTime(),
                due.obstacles());
    }

    /** Holds all deliveries where the database turns out to be an older one than this machine has worked with. */
    public void noticeRestore() {
        due.noticeRestore();
    }

    /** Makes due at once whatever was sent and never answered, for {@code reconcile}; the next drain asks. */
    public int askAgain() {
        return writer.askAgain();
    }

    /** Nothing is claimed while the account is paused: whoever finds the row later is not held up by us. */
    private Recorded deliver(Delivery delivery) {
        PaymentProvider provider = providers.named(delivery.provider()).orElseThrow();
        Optional<AccountPauses.Admission> admission = pauses.admit(delivery, provider);
        Lease lease = new Lease(UUID.randomUUID().toString(), writer.now().plus(LEASE));
        if (admission.isEmpty() || !writer.claim(delivery, lease)) {
            return Recorded.SKIPPED;
        }
        if (reader.isOvertaken(delivery) && !mustBeFinished(delivery, provider)) {
            return overtaken(delivery, lease, provider, admission.get());
        }
        return record(delivery, lease, outcome(delivery, lease, provider), admission.get());
    }

    private Recorded record(Delivery delivery, Lease lease, Outcome outcome, AccountPauses.Admission admission) {
        Recorded recorded = recorder.record(delivery, lease, outcome, admission.after(outcome));
        if (recorded == Recorded.PARKED || outcome instanceof Outcome.StoredFailure) {
            LOG.warn(
                    "delivery {}: entity={} step={} outcome={}",
                    recorded == Recorded.PARKED ? "parked" : "met a stored failure",
                    delivery.key().entityId(),
                    delivery.key().step(),
                    outcome.getClass().getSimpleName());
        }
        return recorded;
    }

    /** Of a void invoice: only whether it was made or finalized matters, for the void that follows. */
    private Recorded overtaken(
            Delivery delivery, Lease lease, PaymentProvider provider, AccountPauses.Admission admission) {
        boolean mayBeDone = delivery.call().kind() != CallKind.ADD_LINE && delivery.isInDoubt();
        if (!mayBeDone) {
            return record(delivery, lease, VOID, admission);
        }
        Call call = reader.call(delivery, provider);
        return switch (provider.lookUp(call, delivery.firstSent().orElseThrow())) {
            case LookUp.Absent absent -> record(delivery, lease, VOID, admission);
            case LookUp.Found found -> record(delivery, lease, accepted(found), admission);
            case LookUp.Unknown unknown -> record(delivery, lease, new Outcome.Unknown(unknown.why()), admission);
            case LookUp.KeyRefused refused -> record(delivery, lease, new Outcome.KeyRefused(refused.why()), admission);
        };
    }

    /**
     * A creation that may be on its way is finished where the provider knows its key: only then is it certain what the
     * void must take back. Without keys a second one would make a second object, so that it is only looked for.
     */
    private static boolean mustBeFinished(Delivery delivery, PaymentProvider provider) {
        return delivery.call().kind() == CallKind.CREATE_INVOICE
                && delivery.isInDoubt()
                && provider.keyLife().isPositive();
    }

    private Outcome outcome(Delivery delivery, Lease lease, PaymentProvider provider) {
        try {
            Optional<Outcome> known = notes.prepare(delivery, lease, provider);
            if (known.isPresent()) {
                return known.get();
            }
            Call call = reader.call(delivery, provider);
            return switch (provider.prepare(call)) {
                case Prepared.Impossible impossible -> new Outcome.NeedsAttention("CALL_IMPOSSIBLE", impossible.why());
                case Prepared.Ready ready -> new Sending(delivery, lease, provider, call, ready).outcome();
            };
        } catch (IllegalStateException | IllegalArgumentException | ArithmeticException bug) {
            LOG.error("delivery fails by itself: {}", delivery.key(), bug);
            return new Outcome.RetryLater("internal error: " + bug, Optional.empty());
        }
    }

    private static Outcome accepted(LookUp.Found found) {
        return new Outcome.Accepted(found.objectId(), "", found.facts());
    }

    /** One send of one claimed row, up to its outcome. */
    private final class Sending {
        private final Delivery delivery;
        private final Lease lease;
        private final PaymentProvider provider;
        private final Call call;
        private final String endpoint;
        private final String requestHash;

        Sending(Delivery delivery, Lease lease, PaymentProvider provider, Call call, Prepared.Ready ready) {
            this.delivery = delivery;
            this.lease = lease;
            this.provider = provider;
            this.call = call;
            this.endpoint = ready.endpoint();
            this.requestHash = Bytes.sha256Hex(ready.request());
        }

        Outcome outcome() {
            String firstEndpoint = delivery.sending().endpoint();
            if (firstEndpoint != null && !firstEndpoint.equals(endpoint)) {
                return new Outcome.NeedsAttention(
                        "ENDPOINT_CHANGED",
                        "its key was used for %s and would go to %s now".formatted(firstEndpoint, endpoint));
            }
            String first = delivery.sending().requestHash();
            if (first != null && !first.equals(requestHash)) {
                return new Outcome.NeedsAttention(
                        "REQUEST_CHANGED", "parameters differ from those of the first send, whose outcome is unknown");
            }
            return call.withoutSending(provider, writer.now()).orElseGet(() -> mustLookFirst() ? lookFirst() : send());
        }

        private boolean mustLookFirst() {
            if (call.kind().isShared()) {
                return true;
            }
            Instant forgotten = writer.now().minus(provider.keyLife());
            return delivery.firstSent()
                    .filter(first -> delivery.sending().requestHash() == null || !first.isAfter(forgotten))
                    .isPresent();
        }

        private Outcome lookFirst() {
            return switch (provider.lookUp(call, delivery.firstSent().orElseGet(writer::now))) {
                case LookUp.Found found -> found(found);
                case LookUp.Unknown unknown -> new Outcome.Unknown(unknown.why());
                case LookUp.KeyRefused refused -> new Outcome.KeyRefused(refused.why());
                case LookUp.Absent absent -> send();
            };
        }

        private Outcome found(LookUp.Found found) {
            boolean isForgotten = delivery.sending().requestHash() == null && call instanceof Call.CreateInvoice;
            if (!isForgotten) {
                return accepted(found);
            }
            return switch (provider.fetchInvoice(found.objectId())) {
                case Fetched.Unknown<InvoiceFacts> unknown -> new Outcome.Unknown(unknown.why());
                case Fetched.Absent<InvoiceFacts> absent -> send();
                case Fetched.Found<InvoiceFacts> there -> judge.remembered(delivery, there.value());
            };
        }

        private Outcome send() {
            Optional<Outcome> objection = judge.objection(delivery, call, provider);
            if (objection.isPresent()) {
                return objection.get();
            }
            return writer.noteRequest(delivery, lease, endpoint, requestHash)
                    ? judge.judged(delivery, call, provider.execute(call, delivery.idempotencyKey()), provider)
                    : new Outcome.RetryLater("the lease was lost before the call was made", Optional.empty());
        }
    }

    private static int count(Map<Recorded, Integer> counts, Recorded recorded) {
        return counts.getOrDefault(recorded, 0);
    }
}
