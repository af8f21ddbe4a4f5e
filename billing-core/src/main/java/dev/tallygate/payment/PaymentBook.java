package dev.tallygate.payment;

import dev.tallygate.invoice.InvoiceId;
import dev.tallygate.money.Money;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What came for each invoice and what went back, object by object. Writing needs the gate. */
public final class PaymentBook {
    private final PaymentRepository payments;

    PaymentBook(PaymentRepository payments) {
        this.payments = payments;
    }

    /** All money of an invoice, in the order of its times. */
    public List<BookedMoney> ofInvoice(InvoiceId id) {
        return payments.ofInvoice(id);
    }

    /** As {@link #ofInvoice}, of some hundred invoices at once; one without money is missing. */
    public Map<InvoiceId, List<BookedMoney>> ofInvoices(Collection<InvoiceId> ids) {
        return payments.ofInvoices(ids);
    }

    /** Books the parts that the provider names; the same again changes nothing. */
    void book(InvoiceId id, String provider, List<MoneyPart> parts, Instant now) {
        for (MoneyPart part : parts) {
            if (part.amount().isZero()) {
                payments.remove(id, part.kind(), part.objectId());
            } else {
                payments.put(id, provider, done(part, now), now);
            }
        }
    }

    /** Books what went back, as far as it is; never a step back. */
    void bookBack(InvoiceId id, String provider, MoneyBack back, Instant now) {
        Money gone = back.amount().negated();
        var money = new BookedMoney(
                back.kind(), back.objectId(), back.state(), gone, back.time().orElse(now));
        boolean mayBecome = ofInvoice(id).stream()
                .filter(booked ->
                        booked.kind() == back.kind() && booked.objectId().equals(back.objectId()))
                .allMatch(booked -> booked.state().canBecome(back.state()));
        if (mayBecome) {
            payments.put(id, provider, money, now);
        }
    }

    Optional<InvoiceId> invoicePaidBy(String provider, String paymentId) {
        return payments.invoicePaidBy(provider, paymentId);
    }

    private static BookedMoney done(MoneyPart part, Instant now) {
        return new BookedMoney(
                part.kind(),
                part.objectId(),
                BookedMoney.State.DONE,
                part.amount(),
                part.time().orElse(now));
    }
}
