package dev.tallygate.invoice;

import dev.tallygate.catalog.Corrections;
import dev.tallygate.money.Money;
import dev.tallygate.time.BillingPeriod;
import java.util.ArrayList;
import java.util.Currency;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Decides which invoices one customer gets (ledger.md section 7); pure. A period without a living PERIOD invoice gets its
 * own; differences of the others ride on the customer's next one of the same currency, or are an ADJUSTMENT where none
 * will come or the plan says at once; a PERIOD invoice is never below zero, the rest is carried.
 */
final class InvoiceDrafter {
    private final Account account;
    private final List<DraftedInvoice> invoices = new ArrayList<>();
    private final Map<ClosedPeriod, List<InvoiceLine.Rated>> open = new LinkedHashMap<>();
    private final Map<Currency, Money> balances = new HashMap<>();
    private final Map<BillingPeriod, Integer> adjustments = new HashMap<>();

    private InvoiceDrafter(Account account) {
        this.account = account;
        balances.putAll(account.balances());
    }

    /**
     * The customer's invoices.
     *
     * @throws ArithmeticException where an amount passes 64 bits of minor units
     */
    static Drafts draft(Account account) {
        InvoiceDrafter drafter = new InvoiceDrafter(account);
        account.periods().forEach(period -> drafter.open.put(period, Differences.of(period)));
        account.periods().stream().filter(InvoiceDrafter::mayHavePeriodInvoice).forEach(drafter::draftPeriod);
        account.periods().forEach(drafter::draftAdjustment);
        account.periods().stream().map(ClosedPeriod::currency).distinct().forEach(drafter::draftRest);
        return drafter.drafts();
    }

    private static boolean mayHavePeriodInvoice(ClosedPeriod period) {
        return period.invoicing().living() != ClosedPeriod.Living.ONE;
    }

    /** Lines of its own make it due; others' lines and a balance only where it was closed now or had an invoice before. */
    private void draftPeriod(ClosedPeriod period) {
        List<InvoiceLine.Rated> own = linesOf(period);
        boolean isDue = period.invoicing().closing() == ClosedPeriod.Closing.NOW
                || period.invoicing().living() == ClosedPeriod.Living.VOID_ONLY;
        if (own.isEmpty() && !isDue) {
            return;
        }
        List<ClosedPeriod> riders = open.keySet().stream()
                .filter(other -> mayRide(other) && other.currency().equals(period.currency()))
                .toList();
        List<InvoiceLine> lines = new ArrayList<>(own);
        riders.forEach(rider -> lines.addAll(linesOf(rider)));
        addCarry(lines, period.currency());
        if (lines.isEmpty()) {
            return;
        }
        int revision = period.invoicing().last().period() + 1;
        invoices.add(invoice(period, InvoiceKind.PERIOD, revision, lines));
        riders.forEach(open::remove);
        open.put(period, List.of());
    }

    private static boolean mayRide(ClosedPeriod period) {
        return period.invoicing().living() == ClosedPeriod.Living.ONE
                && period.invoicing().corrections() == Corrections.NEXT_INVOICE;
    }

    /** Brings the total to max(0, lines + balance): the carry line is what that takes, if it takes something. */
    private void addCarry(List<InvoiceLine> lines, Currency currency) {
        Money sum = sum(lines, currency);
        Money owed = sum.plus(balance(currency));
        Money total = owed.isNegative() ? new Money(0, currency) : owed;
        Money carry = total.minus(sum);
        if (carry.isZero()) {
            return;
        }
        lines.add(new InvoiceLine.Carry(0, carry, carryDescription(carry)));
        balances.put(currency, balance(currency).minus(carry));
    }

    private static String carryDescription(Money carry) {
        return carry.isNegative() ? "Balance carried from earlier invoices" : "Balance carried to the next invoice";
    }

    private void draftAdjustment(ClosedPeriod period) {
        List<InvoiceLine.Rated> lines = linesOf(period);
        boolean invoicedBefore = period.invoicing().living() == ClosedPeriod.Living.ONE;
        boolean atOnce = period.invoicing().corrections() == Corrections.AT_ONCE;
        boolean noneWillCome = !account.moreToCome().contains(period.currency());
        if (lines.isEmpty() || !invoicedBefore || !(atOnce || noneWillCome)) {
            return;
        }
        invoices.add(invoice(period, InvoiceKind.ADJUSTMENT, nextAdjustment(period), List.copyOf(lines)));
        open.put(period, List.of());
    }

    /** Where no further PERIOD invoice will come, a balance that is left is one ADJUSTMENT of its own. */
    private void draftRest(Currency currency) {
        Money balance = balance(currency);
        if (balance.isZero() || account.moreToCome().contains(currency)) {
            return;
        }
        ClosedPeriod last = account.periods().stream()
                .filter(period -> period.currency().equals(currency))
                .reduce((earlier, later) -> later)
                .orElseThrow();
        InvoiceLine carry = new InvoiceLine.Carry(0, balance, carryDescription(balance));
        invoices.add(invoice(last, InvoiceKind.ADJUSTMENT, nextAdjustment(last), List.of(carry)));
        balances.put(currency, new Money(0, currency));
    }

    private int nextAdjustment(ClosedPeriod period) {
        return adjustments.merge(
                period.period(), period.invoicing().last().adjustment() + 1, (used, first) -> used + 1);
    }

    private DraftedInvoice invoice(
            ClosedPeriod period, InvoiceKind kind, int revision, List<? extends InvoiceLine> lines) {
        InvoiceId id = InvoiceId.of(account.customerKey(), period.period().start(), kind, revision);
        List<InvoiceLine> numbered = new ArrayList<>();
        for (InvoiceLine line : lines) {
            numbered.add(line.numbered(numbered.size() + 1));
        }
        return new DraftedInvoice(
                id, period.period(), period.planVersionId(), sum(numbered, period.currency()), numbered);
    }

    private Drafts drafts() {
        Map<BillingPeriod, Money> pending = new HashMap<>();
        open.forEach((period, lines) -> {
            if (!lines.isEmpty()) {
                pending.put(period.period(), sum(lines, period.currency()));
            }
        });
        List<BillingPeriod> settled = account.periods().stream()
                .map(ClosedPeriod::period)
                .filter(period -> !pending.containsKey(period))
                .toList();
        return new Drafts(invoices, Set.copyOf(settled), pending);
    }

    private List<InvoiceLine.Rated> linesOf(ClosedPeriod period) {
        return open.getOrDefault(period, List.of());
    }

    private Money balance(Currency currency) {
        return balances.getOrDefault(currency, new Money(0, currency));
    }

    private static Money sum(List<? extends InvoiceLine> lines, Currency currency) {
        Money sum = new Money(0, currency);
        for (InvoiceLine line : lines) {
            sum = sum.plus(line.amount());
        }
        return sum;
    }
}
