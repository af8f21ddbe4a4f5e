package dev.tallygate.payment;

import dev.tallygate.customer.CustomerRegistry;
import dev.tallygate.database.Transactions;
import dev.tallygate.invoice.InvoiceBook;
import dev.tallygate.invoice.InvoiceId;
import dev.tallygate.payment.DeliveryRepository.Lease;
import dev.tallygate.payment.DeliveryRepository.Move;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Records what came of a call, with everything that follows from it, in one transaction under the gate. */
final class DeliveryRecorder {
    /** What an invoice that is fixed has behind it; whether it was charged is another question. */
    private static final Set<CallKind> MADE_WITH_IT = EnumSet.of(CallKind.ADD_LINE, CallKind.FINALIZE_INVOICE);

    /** Keys that a provider may store a failure under, or that may be overtaken, before a person is asked. */
    static final int STORED_FAILURES_MAX = 3;

    private final DeliveryRepository deliveries;
    private final DeliveryWriter writer;
    private final DeliveryParking parking;
    private final InvoiceSettlement settlement;
    private final InvoiceBook invoices;
    private final CustomerRegistry customers;
    private final Transactions transactions;

    DeliveryRecorder(
            DeliveryRepository deliveries,
            DeliveryWriter writer,
            DeliveryParking parking,
            InvoiceSettlement settlement,
            InvoiceBook invoices,
            CustomerRegistry customers,
            Transactions transactions) {
        this.deliveries = deliveries;
        this.writer = writer;
        this.parking = parking;
        this.settlement = settlement;
        this.invoices = invoices;
        this.customers = customers;
        this.transactions = transactions;
    }

    /** What the record says of one call. */
    enum Recorded {
        ACCEPTED,
        AGAIN,
        PARKED,
        /** Given up, since it was overtaken. */
        ABANDONED,
        /** Somebody else has the row: nothing was written. */
        SKIPPED
    }

    /** @param wait until the call is asked again, where that is what follows */
    Recorded record(Delivery delivery, Lease lease, Outcome outcome, Duration wait) {
        return transactions.call(() -> {
            writer.lockGates(List.of(delivery.key().customerKey()));
            writer.endAttempt(delivery, DeliveryAttempt.Result.of(outcome), DeliveryAttempt.describe(outcome));
            return switch (outcome) {
                case Outcome.Accepted accepted -> accepted(delivery, lease, accepted);
                case Outcome.Rejected rejected -> rejected(delivery, lease, rejected);
                case Outcome.NeedsAttention needs -> needsAttention(delivery, lease, needs);
                case Outcome.RetryLater later -> postponed(delivery, lease, later.why(), wait);
                case Outcome.KeyRefused refused -> keyRefused(delivery, lease, refused.why(), wait);
                case Outcome.Unknown unknown -> postponed(delivery, lease, unknown.why(), wait);
                case Outcome.StoredFailure stored -> replaced(delivery, lease, "FAILURE_STORED", stored.why());
                case Outcome.Outdated outdated -> replaced(delivery, lease, "OUTDATED_EACH_TIME", outdated.why());
                case Outcome.OtherWay other -> otherWay(delivery, lease, other);
                case Outcome.Overtaken overtaken -> overtaken(delivery, lease, overtaken.why());
            };
        });
    }

    private Recorded overtaken(Delivery delivery, Lease lease, String why) {
        if (!move(delivery, lease, end(DeliveryState.ABANDONED, why))) {
            return Recorded.SKIPPED;
        }
        releaseNext(delivery);
        return Recorded.ABANDONED;
    }

    private Recorded accepted(Delivery delivery, Lease lease, Outcome.Accepted accepted) {
        Move move =
                new Move(DeliveryState.ACCEPTED, Delivery.WAITS, accepted.objectId(), accepted.requestId(), "accepted");
        if (!move(delivery, lease, move)) {
            return Recorded.SKIPPED;
        }
        return follow(delivery, accepted)
                        .filter(InvoiceSettlement.Settled.PARKED::equals)
                        .isPresent()
                ? Recorded.PARKED
                : Recorded.ACCEPTED;
    }

    /** What follows for everything else from a call that is done; facts are settled. */
    private Optional<InvoiceSettlement.Settled> follow(Delivery delivery, Outcome.Accepted accepted) {
        takeOver(delivery, accepted);
        accepted.facts().ifPresent(facts -> endSteps(delivery, facts));
        releaseNext(delivery);
        parking.resolve(delivery.key().customerKey(), delivery.key().entityId());
        return accepted.facts().map(facts -> settlement.settle(invoiceId(delivery), facts, writer.now()));
    }

    /** An invoice that is fixed at the provider already has all its lines: what made it so was done before. */
    private void endSteps(Delivery delivery, InvoiceFacts facts) {
        boolean isFixed =
                delivery.call().kind() == CallKind.CREATE_INVOICE && facts.status() != InvoiceFacts.Status.DRAFT;
        if (isFixed) {
            deliveries.ofEntity(delivery.key().customerKey(), delivery.key().entityId()).stream()
                    .filter(row -> row.key().step() > delivery.key().step() && row.isWaiting())
                    .filter(row -> MADE_WITH_IT.contains(row.call().kind()))
                    .forEach(row -> deliveries.acceptUnheld(row, null, "done there already", writer.now()));
        }
    }

    /**
     * Records that the provider has what a row that nobody holds was to make. Inside the caller's transaction, under the
     * gate.
     */
    InvoiceSettlement.Settled adopt(Delivery delivery, Outcome.Accepted found) {
        deliveries.acceptUnheld(delivery, found.objectId(), "found at the provider after a restore", writer.now());
        return follow(delivery, found).orElse(InvoiceSettlement.Settled.MOVED);
    }

    /** Settles what the provider says of an invoice whose object is known. Inside the caller's transaction. */
    InvoiceSettlement.Settled settle(InvoiceId id, InvoiceFacts facts) {
        return settlement.settle(id, facts, writer.now());
    }

    private void takeOver(Delivery delivery, Outcome.Accepted accepted) {
        switch (delivery.call().kind()) {
            case CREATE_CUSTOMER -> {
                customers.providerAnswered(delivery.key().customerKey(), accepted.objectId());
                deliveries.releaseInvoices(delivery.key().customerKey(), delivery.provider(), writer.now());
            }
            case CREATE_INVOICE, CREATE_CREDIT_NOTE, COMPARE_INVOICE ->
                invoices.linkToProvider(invoiceId(delivery), accepted.objectId());
            case ADD_LINE,
                    FINALIZE_INVOICE,
                    CHARGE_INVOICE,
                    VOID_INVOICE,
                    CREATE_METER,
                    CREATE_PRICE,
                    CREATE_SUBSCRIPTION,
                    END_SUBSCRIPTION,
                    REPORT_USAGE,
                    ADD_ITEM -> {}
        }
    }

    private Recorded rejected(Delivery delivery, Lease lease, Outcome.Rejected rejected) {
        String detail = describe(delivery) + ": " + rejected.code() + ": " + rejected.message();
        Move move = new Move(DeliveryState.REJECTED, Delivery.WAITS, null, rejected.requestId(), detail);
        return parked(delivery, lease, move, "PROVIDER_REJECTED");
    }

    private Recorded needsAttention(Delivery delivery, Lease lease, Outcome.NeedsAttention needs) {
        String detail = describe(delivery) + ": " + needs.detail();
        return parked(delivery, lease, end(DeliveryState.NEEDS_ATTENTION, detail), needs.reason());
    }

    private Recorded parked(Delivery delivery, Lease lease, Move move, String reason) {
        if (!move(delivery, lease, move)) {
            return Recorded.SKIPPED;
        }
        parking.parkDelivery(delivery.key(), reason, move.outcome(), writer.now());
        return Recorded.PARKED;
    }

    private Recorded postponed(Delivery delivery, Lease lease, String why, Duration wait) {
        Instant next = writer.now().plus(wait);
        return move(delivery, lease, new Move(DeliveryState.UNKNOWN, next, null, null, why))
                ? Recorded.AGAIN
                : Recorded.SKIPPED;
    }

    /** Told to a person at once; what a mended key lets through resolves it. */
    private Recorded keyRefused(Delivery delivery, Lease lease, String why, Duration wait) {
        Recorded recorded = postponed(delivery, lease, why, wait);
        if (recorded == Recorded.AGAIN) {
            String detail = describe(delivery) + ": " + why;
            parking.parkDelivery(delivery.key(), "KEY_REFUSED", detail, writer.now());
            return Recorded.PARKED;
        }
        return recorded;
    }

    /** A new key mends it once or twice; a provider that goes on failing is a person's to ask. */
    private Recorded replaced(Delivery delivery, Lease lease, String reason, String why) {
        if (delivery.key().requestRevision() >= STORED_FAILURES_MAX) {
            String detail = describe(delivery) + ": under each of " + STORED_FAILURES_MAX + " keys: " + why;
            return parked(delivery, lease, end(DeliveryState.NEEDS_ATTENTION, detail), reason);
        }
        if (!move(delivery, lease, end(DeliveryState.ABANDONED, why))) {
            return Recorded.SKIPPED;
        }
        deliveries.ofEntity(delivery.key().customerKey(), delivery.key().entityId()).stream()
                .filter(row -> row.key().equals(delivery.key()))
                .forEach(writer::insertRevision);
        return Recorded.AGAIN;
    }

    /**
     * Below zero it becomes an invoice there, which is a credit for the customer: only a person lets that go, where it has
     * not gone already.
     */
    private Recorded otherWay(Delivery delivery, Lease lease, Outcome.OtherWay other) {
        if (!move(delivery, lease, end(DeliveryState.ABANDONED, other.why()))) {
            return Recorded.SKIPPED;
        }
        if (other.goneTime().isPresent()) {
            writer.planBehind(
                    delivery,
                    other.calls(),
                    DeliveryWriter.Start.gone(other.goneTime().get(), writer.now()));
            return Recorded.ABANDONED;
        }
        writer.planBehind(delivery, other.calls(), DeliveryWriter.Start.parked());
        parking.parkDelivery(delivery.key(), "TOTAL_NEGATIVE", other.why(), writer.now());
        return Recorded.PARKED;
    }

    private void releaseNext(Delivery delivery) {
        deliveries.ofEntity(delivery.key().customerKey(), delivery.key().entityId()).stream()
                .filter(row -> row.key().step() > delivery.key().step() && row.isWaiting())
                .findFirst()
                .filter(Delivery::waitsForAnother)
                .ifPresent(row -> deliveries.release(row.key(), writer.now()));
    }

    private boolean move(Delivery delivery, Lease lease, Move move) {
        return deliveries.move(delivery.key(), lease, move, writer.now());
    }

    private static Move end(DeliveryState state, String outcome) {
        return new Move(state, Delivery.WAITS, null, null, outcome);
    }

    private static InvoiceId invoiceId(Delivery delivery) {
        return InvoiceId.parse(delivery.key().entityId())
                .orElseThrow(() -> new IllegalStateException(delivery.key() + " is about no invoice"));
    }

    private static String describe(Delivery delivery) {
        String line =
                delivery.call().lineNumber() == 0 ? "" : " " + delivery.call().lineNumber();
        return delivery.call().kind() + line + " of " + delivery.key().entityId();
    }
}
