package dev.tallygate.payment;

import dev.tallygate.invoice.Invoice;
import dev.tallygate.invoice.InvoiceId;
import dev.tallygate.money.Money;
import dev.tallygate.payment.CarriedAmount.Cause;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which parts of invoices later invoices collect. Writing needs the gate, inside the caller's transaction. */
public final class CarriedBook {
    private final CarriedRepository repository;

    CarriedBook(CarriedRepository repository) {
        this.repository = repository;
    }

    Carried of(InvoiceId id) {
        return new Carried(id, repository.ofInvoices(List.of(id)));
    }

    /** Of some hundred invoices; one that hands on and collects nothing is there too. */
    public Map<InvoiceId, Carried> ofInvoices(Collection<InvoiceId> ids) {
        List<CarriedAmount> amounts = repository.ofInvoices(ids);
        Map<InvoiceId, Carried> carried = new HashMap<>();
        ids.forEach(id -> carried.put(
                id,
                new Carried(
                        id,
                        amounts.stream()
                                .filter(amount -> amount.from().equals(id)
                                        || amount.into().filter(id::equals).isPresent())
                                .toList())));
        return carried;
    }

    /** What no invoice of this provider collects yet, oldest first. */
    List<CarriedAmount> waiting(Invoice next, Cause cause) {
        return repository.waiting(next.customerKey(), next.reference().provider(), cause).stream()
                .filter(amount -> amount.amount().currency().equals(next.total().currency()))
                .toList();
    }

    /** Hands a part of an invoice on. */
    void carryOn(CarriedAmount carried, Instant now) {
        repository.insert(carried, now);
    }

    /**
     * Settles what an invoice that is to be planned asks for: its own total with what waits, or nothing, where that is less
     * than its provider collects. Then all of it waits for the next one.
     */
    void plan(Invoice invoice, PaymentProvider provider, Instant now) {
        Money least = provider.leastCollected(invoice.total().currency());
        if (least.isZero()) {
            return;
        }
        collect(waiting(invoice, Cause.BELOW_MINIMUM), invoice.id());
        Money asked = of(invoice.id()).collectedWith(invoice.total());
        if (!asked.isZero() && asked.compareTo(least) < 0) {
            carryOn(new CarriedAmount(invoice.id(), Optional.empty(), Cause.BELOW_MINIMUM, asked), now);
        }
    }

    /** A void invoice asks for nothing: its own part is nobody's, those of others wait again. */
    void voided(InvoiceId id) {
        repository.release(id);
        repository.forget(id);
    }

    /** Has these collected with an invoice; those that are already are left. */
    void collect(List<CarriedAmount> amounts, InvoiceId into) {
        amounts.forEach(amount -> repository.collect(amount.from(), into));
    }
}
