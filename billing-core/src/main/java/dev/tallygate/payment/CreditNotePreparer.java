package dev.tallygate.payment;

import dev.tallygate.database.Transactions;
import dev.tallygate.invoice.Invoice;
import dev.tallygate.invoice.InvoiceBook;
import dev.tallygate.invoice.InvoiceId;
import dev.tallygate.invoice.InvoiceStatus;
import dev.tallygate.payment.DeliveryRepository.Lease;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * Settles on which invoice a credit note is and how it is divided there, by what the provider says just before it is sent
 * for the first time under its key. From then on the rows say it, so that a retry has the same bytes.
 */
final class CreditNotePreparer {
    private static final Duration UNTIL_THE_ORIGINAL_IS_THERE = Duration.ofMinutes(10);

    private final CallReader reader;
    private final InvoiceBook invoices;
    private final InvoiceSteps steps;
    private final CreditBook credits;
    private final CreditObstacles obstacles;
    private final DeliveryWriter writer;
    private final Transactions transactions;

    CreditNotePreparer(
            CallReader reader,
            InvoiceBook invoices,
            InvoiceSteps steps,
            CreditBook credits,
            CreditObstacles obstacles,
            DeliveryWriter writer,
            Transactions transactions) {
        this.reader = reader;
        this.invoices = invoices;
        this.steps = steps;
        this.credits = credits;
        this.obstacles = obstacles;
        this.writer = writer;
        this.transactions = transactions;
    }

    /**
     * Of an adjustment below zero of which nothing was sent under its key. What an earlier key may have made of it, or a life
     * that a restored database forgot, is looked for first, as a note and as an invoice below zero.
     *
     * @return what is known without sending; empty = it can be sent as the rows say, or it is no credit note
     */
    Optional<Outcome> prepare(Delivery delivery, Lease lease, PaymentProvider provider) {
        boolean isNote = delivery.call().kind() == CallKind.CREATE_CREDIT_NOTE;
        Optional<Outcome> known = isNote ? issued(delivery, provider) : Optional.empty();
        if (known.isPresent() || delivery.sending().requestHash() != null) {
            return known;
        }
        return switch (delivery.call().kind()) {
            case CREATE_CREDIT_NOTE ->
                madeAsNote(delivery, provider)
                        .or(() -> madeAsInvoice(delivery, provider))
                        .or(() -> settle(delivery, lease, provider));
            case CREATE_INVOICE -> mayBeNote(delivery, provider) ? madeAsNote(delivery, provider) : Optional.empty();
            case CREATE_CUSTOMER,
                    ADD_LINE,
                    FINALIZE_INVOICE,
                    CHARGE_INVOICE,
                    VOID_INVOICE,
                    CREATE_METER,
                    CREATE_PRICE,
                    CREATE_SUBSCRIPTION,
                    END_SUBSCRIPTION,
                    REPORT_USAGE,
                    COMPARE_INVOICE,
                    ADD_ITEM -> Optional.empty();
        };
    }

    /** The provider told of it before it answered: what is known to be there is not asked for again. */
    private Optional<Outcome> issued(Delivery delivery, PaymentProvider provider) {
        Optional<String> noteId = credits.of(reader.invoice(delivery).id())
                .filter(note -> note.state() == CreditNote.State.ISSUED)
                .flatMap(CreditNote::noteId);
        return noteId.flatMap(id -> switch (provider.fetchInvoice(id)) {
            case Fetched.Found<InvoiceFacts> found ->
                Optional.of(new Outcome.Accepted(id, "", Optional.of(found.value())));
            case Fetched.Unknown<InvoiceFacts> unknown -> Optional.of(new Outcome.Unknown(unknown.why()));
            case Fetched.Absent<InvoiceFacts> absent -> Optional.<Outcome>empty();
        });
    }

    private boolean mayBeNote(Delivery creation, PaymentProvider provider) {
        return creation.firstSent().isPresent()
                && provider.makesCreditNotes()
                && reader.invoice(creation).isCreditNote();
    }

    private Optional<Outcome> madeAsNote(Delivery delivery, PaymentProvider provider) {
        return made(
                delivery,
                provider,
                reader::creditNote,
                (found, since) -> new Outcome.Accepted(found.objectId(), "", found.facts()));
    }

    /** One that went as an invoice below zero stays that: its steps find it, and a note besides would credit it twice. */
    private Optional<Outcome> madeAsInvoice(Delivery delivery, PaymentProvider provider) {
        Invoice note = reader.invoice(delivery);
        return made(
                delivery,
                provider,
                creation -> reader.createInvoice(creation, provider),
                (found, since) -> new Outcome.OtherWay(
                        "%s is %s at the provider already, an invoice below zero"
                                .formatted(note.id(), found.objectId()),
                        steps.asInvoice(note, provider),
                        Optional.of(since)));
    }

    /** Only what is in doubt is looked for. */
    private static Optional<Outcome> made(
            Delivery delivery,
            PaymentProvider provider,
            Function<Delivery, Call> call,
            BiFunction<LookUp.Found, Instant, Outcome> made) {
        return delivery.firstSent().flatMap(since -> switch (provider.lookUp(call.apply(delivery), since)) {
            case LookUp.Found found -> Optional.of(made.apply(found, since));
            case LookUp.Unknown unknown -> Optional.of(new Outcome.Unknown(unknown.why()));
            case LookUp.KeyRefused refused -> Optional.of(new Outcome.KeyRefused(refused.why()));
            case LookUp.Absent absent -> Optional.empty();
        });
    }

    private Optional<Outcome> settle(Delivery delivery, Lease lease, PaymentProvider provider) {
        Invoice note = reader.invoice(delivery);
        Optional<Invoice> original = invoices.adjusted(note);
        if (original.isEmpty()) {
            return Optional.of(new Outcome.NeedsAttention(
                    "ORIGINAL_VOID",
                    "%s is %s, and no invoice of %s is left that it could be a credit note of (./tallygate batch bill drafts its successor; retry when that is delivered)"
                            .formatted(
                                    note.id(),
                                    note.total().display(),
                                    note.period().label())));
        }
        if (steps.credited(note, provider).isEmpty()) {
            String why = "%s: %s is of %s in %s, and the credit note of %s in %s%s"
                    .formatted(
                            note.id(),
                            original.get().id(),
                            original.get().reference().provider(),
                            original.get().total().currency(),
                            provider.name(),
                            note.total().currency(),
                            CreditObstacles.OR_ELSE);
            return Optional.of(new Outcome.OtherWay(why, steps.asInvoice(note, provider)));
        }
        String objectId = original.get().reference().providerInvoiceId();
        if (objectId == null || original.get().status() == InvoiceStatus.DRAFT) {
            return Optional.of(notFinalized(note, original.get()));
        }
        return switch (provider.fetchInvoice(objectId)) {
            case Fetched.Unknown<InvoiceFacts> unknown -> Optional.of(new Outcome.Unknown(unknown.why()));
            case Fetched.Absent<InvoiceFacts> absent ->
                Optional.of(new Outcome.NeedsAttention(
                        "ORIGINAL_MISSING",
                        "%s: %s, of which it is a credit note, is not at the provider as %s (deleted there, or made with another account: set that right, then retry)"
                                .formatted(note.id(), original.get().id(), objectId)));
            case Fetched.Found<InvoiceFacts> found ->
                obstacles
                        .of(note, original.get(), found.value())
                        .<Outcome>map(why -> new Outcome.OtherWay(why, steps.asInvoice(note, provider)))
                        .or(() ->
                                planned(delivery, lease, original.get(), divided(note, original.get(), found.value())));
        };
    }

    private Outcome notFinalized(Invoice note, Invoice original) {
        return credits.isGivenUp(original)
                ? new Outcome.NeedsAttention(
                        "ORIGINAL_GIVEN_UP",
                        "%s: credit note of %s on %s, whose delivery was given up while it was %s (./tallygate invoices void %s, and retry when its successor is delivered; or waive)"
                                .formatted(
                                        note.id(),
                                        note.total().negated().display(),
                                        original.id(),
                                        original.status(),
                                        original.id()))
                : new Outcome.RetryLater(
                        original.id() + " is not finalized yet: its credit note waits for it",
                        Optional.of(UNTIL_THE_ORIGINAL_IS_THERE));
    }

    private static CreditNote divided(Invoice note, Invoice original, InvoiceFacts there) {
        CreditSplit split = CreditSplit.of(there, note.total().negated());
        return new CreditNote(note.id(), original.id(), CreditNote.State.PLANNED, split, Optional.empty());
    }

    /** From here on the original cannot be voided here; whether it was while the provider was asked is seen first. */
    private Optional<Outcome> planned(Delivery delivery, Lease lease, Invoice asked, CreditNote note) {
        return transactions.call(() -> {
            writer.lockGates(List.of(delivery.key().customerKey()));
            boolean isAsAsked = invoices.adjusted(reader.invoice(delivery))
                    .filter(original -> original.id().equals(asked.id()))
                    .isPresent();
            if (!isAsAsked) {
                return later(asked.id() + " was voided while it was asked about");
            }
            return switch (credits.plan(delivery, lease, note, writer.now())) {
                case PLANNED -> Optional.empty();
                case LEASE_LOST -> later("the lease was lost before the call was made");
                case THERE_BEFORE -> Optional.of(thereBefore(note.invoice()));
            };
        });
    }

    private Outcome thereBefore(InvoiceId id) {
        CreditNote known = credits.of(id).orElseThrow();
        return new Outcome.NeedsAttention(
                "SECOND_OBJECT",
                "%s: its credit note %s of %s is %s here, and was not found at the provider: no second one is made (see whose account it is in, then retry)"
                        .formatted(
                                id,
                                known.noteId().orElse("without a name"),
                                known.split().amount().display(),
                                known.state()));
    }

    private static Optional<Outcome> later(String why) {
        return Optional.of(new Outcome.RetryLater(why, Optional.empty()));
    }
}
