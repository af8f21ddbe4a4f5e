package dev.tallygate.payment;

import dev.tallygate.invoice.InvoiceId;
import dev.tallygate.money.Money;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What one invoice hands on to a later one, and what it collects for earlier ones: why the total of its object at the
 * provider is another than ours.
 */
public record Carried(InvoiceId invoice, List<CarriedAmount> amounts) {
    public Carried {
        amounts = List.copyOf(amounts);
    }

    /** The part of this invoice that a later one collects. */
    public Optional<CarriedAmount> onward() {
        return amounts.stream().filter(amount -> amount.from().equals(invoice)).findFirst();
    }

    /** What this invoice collects of earlier ones, in their order. */
    public List<CarriedAmount> collected() {
        return amounts.stream()
                .filter(amount -> amount.into().filter(invoice::equals).isPresent())
                .toList();
    }

    /** What the provider is to collect for an invoice of this total. */
    public Money collectedWith(Money total) {
        Money sum = collected().stream().map(CarriedAmount::amount).reduce(total, Money::plus);
        return onward().map(amount -> sum.minus(amount.amount())).orElse(sum);
    }

    /**
     * The provider's invoice as ours has it: with the part that is handed on, and without the parts of others, each of them
     * CARRIED under the id of the invoice that it is a part of.
     */
    public InvoiceFacts asOurs(InvoiceFacts there) {
        List<MoneyPart> parts = new ArrayList<>();
        onward().ifPresent(amount -> parts.add(part(amount, amount.amount())));
        collected().forEach(amount -> parts.add(part(amount, amount.amount().negated())));
        boolean isComparable = parts.stream()
                .allMatch(part -> part.amount().currency().equals(there.total().currency()));
        return isComparable ? there.withCarried(parts) : there;
    }

    private static MoneyPart part(CarriedAmount amount, Money moved) {
        return new MoneyPart(MoneyKind.CARRIED, amount.from().toString(), moved, Optional.empty());
    }
}
