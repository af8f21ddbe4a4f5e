package dev.tallygate.invoice;

import dev.tallygate.catalog.PlanVersion;
import dev.tallygate.invoice.InvoicedRepository.PeriodInvoices;
import dev.tallygate.ledger.Gate;
import dev.tallygate.ledger.PeriodFigures;
import dev.tallygate.ledger.PeriodLedger;
import dev.tallygate.ledger.PeriodState;
import dev.tallygate.money.Money;
import dev.tallygate.operation.Parked;
import dev.tallygate.time.BillingPeriod;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Currency;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;

/** Bills one customer under its gate: closes what is due, parks what cannot be rated, drafts the rest; pure. */
final class CustomerBilling {
    private final CustomerFacts facts;
    private final BillingMoment moment;
    private final BoundsCheck bounds;
    private final Map<BillingPeriod, PeriodLedger> closed = new LinkedHashMap<>();
    private final Set<BillingPeriod> closedNow = new HashSet<>();
    private final List<ClosedPeriod> rated = new ArrayList<>();
    private final Map<BillingPeriod, Parked> parked = new LinkedHashMap<>();
    private Gate gate;

    private CustomerBilling(CustomerFacts facts, BillingMoment moment, BoundsCheck bounds) {
        this.facts = facts;
        this.moment = moment;
        this.bounds = bounds;
        this.gate = facts.gate();
    }

    /** Never throws for what one customer's figures are: a period that cannot be billed is parked. */
    static CustomerBill bill(CustomerFacts facts, BillingMoment moment, BoundsCheck bounds) {
        CustomerBilling billing = new CustomerBilling(facts, moment, bounds);
        facts.candidates().forEach(billing::closeIfDue);
        billing.closed.values().forEach(billing::rateOrPark);
        return billing.result(billing.draft());
    }

    private void closeIfDue(BillingPeriod period) {
        PeriodLedger ledger = ledger(period);
        if (ledger.isClosed()) {
            closed.put(period, ledger);
            return;
        }
        PlanVersion version = facts.subscribed().lastVersion(period);
        if (!moment.isDue(period.end(), version.plan().grace())) {
            return;
        }
        PeriodLedger.Closing closing = new PeriodLedger.Closing(
                PeriodState.CLOSED,
                ledger.closing().waivedSeq(),
                gate.nextSeq(),
                moment.start(),
                ledger.closing().invoicedSeq());
        closed.put(
                period, ledger.withFigures(ofVersion(ledger.figures(), version)).withClosing(closing));
        closedNow.add(period);
        gate = isRunning(period) ? gate.afterSeq().withoutRunning() : gate.afterSeq();
    }

    /** The figures stand in the gate while the period runs, in its row after, nowhere where nothing was used. */
    private PeriodLedger ledger(BillingPeriod period) {
        PeriodLedger row = facts.rows().ledgers().get(facts.key(period));
        if (row != null) {
            return row;
        }
        PlanVersion version = facts.subscribed().lastVersion(period);
        PeriodFigures figures = gate.runningPeriod()
                .filter(running -> running.period().equals(period))
                .map(running -> running.figures())
                .orElse(PeriodFigures.none(version.plan().currency(), version.planVersionId()));
        return PeriodLedger.open(facts.customerKey(), period, figures);
    }

    private boolean isRunning(BillingPeriod period) {
        return gate.runningPeriod()
                .filter(running -> running.period().equals(period))
                .isPresent();
    }

    private static PeriodFigures ofVersion(PeriodFigures figures, PlanVersion version) {
        return new PeriodFigures(
                figures.currency(),
                version.planVersionId(),
                figures.usageCost(),
                figures.usageTimeMax(),
                figures.lastSeq(),
                figures.unpriced(),
                figures.unpricedSeq(),
                figures.overCap());
    }

    private void rateOrPark(PeriodLedger ledger) {
        if (ParkedPeriod.isUnpriced(ledger)) {
            parked.put(ledger.period(), ParkedPeriod.unpriced(ledger, facts.customer(), moment.start()));
            return;
        }
        try {
            rated.add(rate(ledger));
        } catch (ArithmeticException | IllegalStateException failure) {
            park(ledger, failure);
        }
    }

    private void park(PeriodLedger ledger, RuntimeException failure) {
        parked.put(ledger.period(), ParkedPeriod.failed(ledger, facts.customer(), failure, moment.start()));
    }

    private ClosedPeriod rate(PeriodLedger ledger) {
        BillingPeriod period = ledger.period();
        PlanVersion version = facts.subscribed().lastVersion(period);
        List<KeyAmount> amounts =
                KeyAmounts.of(facts.usage(period), facts.subscribed().windows(period), throughSeq());
        PeriodInvoices invoices = facts.invoices(ledger);
        ClosedPeriod.Invoicing invoicing = new ClosedPeriod.Invoicing(
                closedNow.contains(period) ? ClosedPeriod.Closing.NOW : ClosedPeriod.Closing.EARLIER,
                living(invoices),
                version.plan().corrections(),
                new ClosedPeriod.Revisions(invoices.periodRevision(), invoices.adjustmentRevision()));
        return new ClosedPeriod(
                period,
                ledger.figures().currency(),
                version.planVersionId(),
                throughSeq(),
                invoicing,
                amounts,
                facts.invoicedKeys(ledger));
    }

    private static ClosedPeriod.Living living(PeriodInvoices invoices) {
        if (invoices.livingPeriod() > 0) {
            return ClosedPeriod.Living.ONE;
        }
        return invoices.periodRevision() > 0 ? ClosedPeriod.Living.VOID_ONLY : ClosedPeriod.Living.NEVER;
    }

    /** The customer's latest seq, after those that closing took: every row of a period closed here is up to it. */
    private long throughSeq() {
        return gate.nextSeq() - 1;
    }

    /** Again without the periods whose invoices a person has to see first: what would ride on these waits with them. */
    private Drafts draft() {
        Drafts drafts = draftRated();
        while (parkOutside(drafts.invoices())) {
            drafts = draftRated();
        }
        return drafts;
    }

    private boolean parkOutside(Collection<DraftedInvoice> invoices) {
        int before = rated.size();
        for (DraftedInvoice invoice : invoices) {
            PeriodLedger ledger = ledgerOf(invoice.period());
            bounds.objection(invoice, ledger, invoices).ifPresent(objection -> {
                parked.put(
                        invoice.period(),
                        ParkedPeriod.outOfBounds(ledger, facts.customer(), objection, moment.start()));
                rated.removeIf(period -> period.period().equals(invoice.period()));
            });
        }
        return rated.size() < before;
    }

    private Drafts draftRated() {
        Account account = new Account(
                facts.customerKey(),
                rated,
                facts.rows().balances().getOrDefault(facts.customerKey(), Map.of()),
                currenciesToCome());
        try {
            return InvoiceDrafter.draft(account);
        } catch (ArithmeticException overflow) {
            rated.forEach(period -> park(ledgerOf(period.period()), overflow));
            return new Drafts(List.of(), Set.of(), Map.of());
        }
    }

    private PeriodLedger ledgerOf(BillingPeriod period) {
        PeriodLedger ledger = closed.get(period);
        if (ledger == null) {
            throw new IllegalStateException("period " + period.label() + " was not closed");
        }
        return ledger;
    }

    private Set<Currency> currenciesToCome() {
        NavigableSet<Instant> closedStarts = facts.standings().closed();
        closedNow.forEach(period -> closedStarts.add(period.start()));
        Set<Currency> currencies = new HashSet<>();
        for (PeriodLedger ledger : closed.values()) {
            Currency currency = ledger.figures().currency();
            boolean waitsForItsOwn = parked.containsKey(ledger.period())
                    && facts.invoices(ledger).livingPeriod() == 0;
            if (waitsForItsOwn || facts.subscribed().hasPeriodToCome(currency, closedStarts)) {
                currencies.add(currency);
            }
        }
        return currencies;
    }

    private CustomerBill result(Drafts drafts) {
        List<PeriodLedger> changed = new ArrayList<>();
        List<Parked.ParkedKey> resolved = new ArrayList<>();
        closed.forEach((period, ledger) -> {
            boolean settled = drafts.settled().contains(period);
            if (settled || closedNow.contains(period)) {
                changed.add(settled ? invoicedThrough(ledger) : ledger);
            }
            if (!closedNow.contains(period) && !parked.containsKey(period)) {
                resolved.add(ParkedPeriod.key(ledger));
            }
        });
        String provider = facts.customer().profile().provider();
        List<DraftRepository.NewInvoice> invoices = drafts.invoices().stream()
                .map(invoice -> new DraftRepository.NewInvoice(invoice, provider, moment.start()))
                .toList();
        return new CustomerBill(gate, changed, invoices, List.copyOf(parked.values()), resolved, outcomes(drafts));
    }

    private PeriodLedger invoicedThrough(PeriodLedger ledger) {
        PeriodLedger.Closing closing = ledger.closing();
        return ledger.withClosing(new PeriodLedger.Closing(
                closing.state(), closing.waivedSeq(), closing.closedSeq(), closing.closedTime(), throughSeq()));
    }

    private List<BillOutcome> outcomes(Drafts drafts) {
        return facts.candidates().stream()
                .map(period -> outcome(period, drafts.invoices(), drafts.pending()))
                .toList();
    }

    private BillOutcome outcome(
            BillingPeriod period, Collection<DraftedInvoice> invoices, Map<BillingPeriod, Money> pending) {
        Parked waiting = parked.get(period);
        if (waiting != null) {
            Parked.Cause cause = waiting.cause();
            return new BillOutcome.Parked(facts.key(period), cause.reason(), cause.detail(), cause.mend());
        }
        List<DraftedInvoice> own = invoices.stream()
                .filter(invoice -> invoice.period().equals(period))
                .toList();
        if (!own.isEmpty()) {
            return new BillOutcome.Drafted(facts.key(period), own);
        }
        Money difference = pending.get(period);
        return difference == null
                ? new BillOutcome.NothingDue(facts.key(period))
                : new BillOutcome.Pending(facts.key(period), difference);
    }
}
