package dev.tallygate.reconciliation;

import dev.tallygate.invoice.InvoiceStatus;
import dev.tallygate.money.Money;
import dev.tallygate.payment.InvoiceFacts;
import java.util.Currency;
import java.util.Optional;

/**
 * The invoices of a month at one provider in one currency, added up.
 *
 * @param invoices how many are not void
 * @param invoiced their totals here
 * @param objects their totals there
 * @param received what the provider received
 * @param booked what is booked here
 * @param back what did not come as money, or did not stay
 */
public record MoneySums(
        String provider, long invoices, Money invoiced, Money objects, Money received, Money booked, Back back) {

    /**
     * What did not come as money, or did not stay.
     *
     * @param setOff credits and what was carried on
     * @param gone what went back, below zero
     */
    public record Back(Money setOff, Money gone) {}

    static MoneySums none(String provider, Currency currency) {
        Money nothing = Money.zero(currency);
        return new MoneySums(provider, 0, nothing, nothing, nothing, nothing, new Back(nothing, nothing));
    }

    /** With one invoice more; a provider that keeps nothing of its own has what is here. */
    MoneySums plus(ReconciledInvoice invoice, Optional<InvoiceFacts> there, boolean isKeptHere) {
        boolean isLiving = invoice.invoice().status() != InvoiceStatus.VOID;
        Money nothing = Money.zero(currency());
        Money total = isLiving ? invoice.invoice().total() : nothing;
        Optional<InvoiceFacts> comparable =
                there.filter(facts -> facts.total().currency().equals(currency()));
        Money object = isKeptHere
                ? total
                : comparable.filter(facts -> isLiving).map(InvoiceFacts::total).orElse(nothing);
        Money came = isKeptHere
                ? invoice.invoice().amountPaid()
                : comparable.map(facts -> facts.paid().amount()).orElse(nothing);
        return new MoneySums(
                provider,
                invoices + (isLiving ? 1 : 0),
                invoiced.plus(total),
                objects.plus(object),
                received.plus(came),
                booked.plus(invoice.invoice().amountPaid()),
                new Back(back.setOff().plus(invoice.setOff()), back.gone().plus(invoice.gone())));
    }

    public Currency currency() {
        return invoiced.currency();
    }

    /** What is still to come. */
    public Money outstanding() {
        return invoiced.minus(booked).minus(back.setOff());
    }
}
