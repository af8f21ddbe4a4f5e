package dev.tallygate.reconciliation;

import dev.tallygate.customer.CustomerProfile;
import dev.tallygate.invoice.InvoiceStatus;
import dev.tallygate.money.Money;
import dev.tallygate.payment.BookedMoney;
import dev.tallygate.payment.InvoiceFacts;
import dev.tallygate.payment.MoneyKind;
import dev.tallygate.reconciliation.Difference.Figures;
import dev.tallygate.reconciliation.Difference.Standing;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Compares what a provider received for one invoice, what is booked, and what was to come. */
final class MoneyComparison {
    private final ReconciledInvoice here;
    private final List<Difference> differences = new ArrayList<>();

    MoneyComparison(ReconciledInvoice here) {
        this.here = here;
    }

    /** @param there empty where the provider keeps nothing of its own, or has no such invoice */
    List<Difference> compare(Optional<InvoiceFacts> there) {
        there.filter(facts -> facts.paid().amount().currency().equals(total().currency()))
                .ifPresent(this::received);
        if (!here.received().equals(booked())) {
            open(
                    DifferenceKind.BOOKED_DIFFERS,
                    booked(),
                    here.received(),
                    "amount paid against the sum of its payments: rows were changed by something else than Tallygate",
                    show());
        }
        due();
        here.money().forEach(this::moved);
        return differences;
    }

    private void received(InvoiceFacts facts) {
        Money there = facts.paid().amount();
        if (there.equals(booked())) {
            return;
        }
        boolean isMore = there.compareTo(booked()) > 0;
        open(
                DifferenceKind.RECEIVED_DIFFERS,
                booked(),
                there,
                isMore
                        ? "came, and no webhook told or none was settled"
                        : "booked here, and the provider does not have it",
                isMore ? "./tallygate batch reconcile" : show());
    }

    /** What came, with what took its place, against what was to come. */
    private void due() {
        Money came = booked().plus(here.setOff());
        InvoiceStatus status = here.invoice().status();
        if (status == InvoiceStatus.VOID) {
            if (!booked().isZero()) {
                open(
                        DifferenceKind.PAID_AFTER_VOID,
                        booked(),
                        Money.zero(total().currency()),
                        "refund it at the provider",
                        show());
            }
            return;
        }
        boolean hasCome = !came.isZero() || status == InvoiceStatus.PAID;
        if (hasCome && came.compareTo(total()) > 0) {
            open(DifferenceKind.OVERPAID, came, total(), "more came than was to come", show());
        } else if (came.compareTo(total()) < 0 && status == InvoiceStatus.PAID) {
            open(DifferenceKind.UNDERPAID, came, total(), "paid there, with less than the total", show());
        } else if (came.compareTo(total()) < 0 && !booked().isZero()) {
            open(DifferenceKind.PAID_IN_PART, came, total(), "the rest has not come", show());
        }
    }

    private void moved(BookedMoney row) {
        switch (row.kind()) {
            case PAYMENT -> {}
            case OUT_OF_BAND -> {
                if (!here.provider().equals(CustomerProfile.MANUAL)) {
                    explained(DifferenceKind.PAID_OUT_OF_BAND, row, "marked as paid at the provider");
                }
            }
            case CARRIED ->
                explained(
                        DifferenceKind.CARRIED,
                        row,
                        here.invoice().isCreditNote()
                                ? "became credit for the customer's next invoices at the provider"
                                : CarriedCause.of(row, here.carried()));
            case CREDIT -> explained(DifferenceKind.CREDITED, row, "a credit that the customer had at the provider");
            case CREDIT_NOTE -> explained(DifferenceKind.CREDITED, row, noteCause(row));
            case REFUND, DISPUTE -> back(row);
        }
    }

    private String noteCause(BookedMoney row) {
        if (here.invoice().isCreditNote()) {
            return "a credit note: came off what the invoice of its period owed";
        }
        Money ours = here.invoice().amountCredited();
        return row.amount().equals(ours)
                ? "came off by credit notes of ours"
                : "a credit note of the provider's" + (ours.isZero() ? "" : ", beside ours of " + ours.display());
    }

    private void back(BookedMoney row) {
        if (row.state() == BookedMoney.State.REVERSED) {
            return;
        }
        DifferenceKind kind =
                row.kind() == MoneyKind.DISPUTE ? DifferenceKind.PAYMENT_DISPUTED : DifferenceKind.PAYMENT_REFUNDED;
        String how = row.state() == BookedMoney.State.PENDING ? "announced" : "went back";
        add(kind, Standing.OPEN, row, how + ": whether it is owed again a person says");
    }

    private void explained(DifferenceKind kind, BookedMoney row, String cause) {
        if (!row.amount().isZero()) {
            add(kind, Standing.EXPLAINED, row, cause);
        }
    }

    private void add(DifferenceKind kind, Standing standing, BookedMoney row, String cause) {
        var about = new Difference.About(
                here.customerId(),
                here.id(),
                here.provider(),
                row.objectId(),
                row.state().name());
        String mend = standing == Standing.OPEN ? show() : "";
        differences.add(new Difference(
                kind, standing, about, ObjectComparison.money(row.amount(), Optional.of(total())), cause, mend));
    }

    private void open(DifferenceKind kind, Money ours, Money theirs, String cause, String mend) {
        Figures figures = ObjectComparison.money(ours, Optional.of(theirs));
        differences.add(new Difference(kind, Standing.OPEN, here.about(""), figures, cause, mend));
    }

    private String show() {
        return "./tallygate invoices show " + here.id();
    }

    private Money booked() {
        return here.invoice().amountPaid();
    }

    private Money total() {
        return here.invoice().total();
    }
}
