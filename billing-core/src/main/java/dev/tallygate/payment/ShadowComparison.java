package dev.tallygate.payment;

import dev.tallygate.catalog.Charge.UsageCharge;
import dev.tallygate.catalog.PlanCatalog;
import dev.tallygate.database.Transactions;
import dev.tallygate.invoice.Invoice;
import dev.tallygate.money.Money;
import dev.tallygate.payment.CarriedAmount.Cause;
import dev.tallygate.payment.UsageRating.Item;
import dev.tallygate.payment.UsageRating.RatedParts;
import dev.tallygate.rating.Rater;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Compares the invoice that a provider made of usage with ours. It is taken for ours where the two are equal, and where what
 * is missing there is usage that came too late for it: by our own rating of both quantities, to the minor unit. That part
 * is handed on, and its item is planned in the same transaction.
 */
final class ShadowComparison {
    private static final String DIFFERS = "RATED_TOTAL_DIFFERS";

    private final CarriedBook carried;
    private final UsageHours hours;
    private final PlanCatalog plans;
    private final RatedStretches stretches;
    private final DeliveryRepository deliveries;
    private final DeliveryWriter writer;
    private final Transactions transactions;

    ShadowComparison(
            CarriedBook carried,
            UsageHours hours,
            PlanCatalog plans,
            RatedStretches stretches,
            DeliveryRepository deliveries,
            DeliveryWriter writer,
            Transactions transactions) {
        this.carried = carried;
        this.hours = hours;
        this.plans = plans;
        this.stretches = stretches;
        this.deliveries = deliveries;
        this.writer = writer;
        this.transactions = transactions;
    }

    /** The same again finds what it wrote, and writes nothing. */
    Outcome compare(Invoice here, Outcome.Accepted accepted, UsageRating rating) {
        InvoiceFacts there = accepted.facts().orElseThrow();
        List<CarriedAmount> known = known(here);
        if (known.isEmpty() && there.total().equals(here.total())) {
            return accepted;
        }
        return switch (rating.fetchParts(there.providerInvoiceId())) {
            case Fetched.Unknown<RatedParts> unknown -> new Outcome.Unknown(unknown.why());
            case Fetched.Absent<RatedParts> absent -> new Outcome.Unknown("the invoice has no lines to be read");
            case Fetched.Found<RatedParts> found -> compare(here, accepted, new Parts(there, found.value(), known));
        };
    }

    /** What may be on it, or is known to be, and what this invoice hands on. */
    private List<CarriedAmount> known(Invoice here) {
        List<CarriedAmount> known = new ArrayList<>(carried.waiting(here, Cause.TOO_LATE));
        carried.of(here.id()).amounts().stream()
                .filter(amount -> !known.contains(amount))
                .forEach(known::add);
        return known;
    }

    /** The provider's invoice, what it says it is made of, and what we know may be on it. */
    private record Parts(InvoiceFacts there, RatedParts said, List<CarriedAmount> known) {
        /** Those of the known that are on it; empty where an item is none of them, or something else is on it too. */
        Optional<List<CarriedAmount>> collected() {
            List<CarriedAmount> collected = new ArrayList<>();
            Money sum = said.usage();
            for (Item item : said.items()) {
                known.stream().filter(amount -> isOf(item, amount)).findFirst().ifPresent(collected::add);
                sum = sum.plus(item.amount());
            }
            boolean isAll = collected.size() == said.items().size() && sum.equals(there.total());
            return isAll ? Optional.of(collected) : Optional.empty();
        }

        private static boolean isOf(Item item, CarriedAmount amount) {
            return amount.from().toString().equals(item.invoiceId())
                    && amount.amount().equals(item.amount());
        }
    }

    private Outcome compare(Invoice here, Outcome.Accepted accepted, Parts parts) {
        Optional<List<CarriedAmount>> collected = parts.collected();
        if (collected.isEmpty()) {
            return differs(here, parts, "");
        }
        Money late = here.total().minus(parts.said().usage());
        if (late.isZero()) {
            return transactions.call(() -> {
                writer.lockGates(List.of(here.customerKey()));
                carried.collect(collected.get(), here.id());
                return accepted;
            });
        }
        boolean isFinal = parts.there().status() != InvoiceFacts.Status.VOID;
        if (late.isNegative() || !isFinal || !isExplained(here, parts.said())) {
            return differs(here, parts, "");
        }
        return hasNextInvoice(here)
                ? transactions.call(() -> handOn(here, late, collected.get(), accepted))
                : differs(
                        here,
                        parts,
                        "; %s of it came too late, and no invoice follows there to put it on: invoice it by hand there"
                                .formatted(late.display()));
    }

    /** What is missing is exactly what we ask for the quantity that is missing. */
    private boolean isExplained(Invoice here, RatedParts said) {
        long quantity = hours.total(here.customerKey(), here.planVersionId(), here.period());
        boolean isLess = said.quantity().compareTo(BigDecimal.valueOf(quantity)) < 0;
        boolean isWhole = said.quantity().stripTrailingZeros().scale() <= 0;
        return isLess
                && isWhole
                && rated(here, quantity).equals(here.total())
                && rated(here, said.quantity().longValueExact()).equals(said.usage());
    }

    private Money rated(Invoice here, long quantity) {
        UsageCharge charge =
                plans.version(here.planVersionId()).plan().usageCharges().getFirst();
        return Money.rounded(Rater.amountOf(charge, quantity), here.total().currency());
    }

    private boolean hasNextInvoice(Invoice here) {
        return stretches.of(here.customerKey(), writer.now()).stream()
                .anyMatch(stretch -> stretch.contains(writer.now()));
    }

    private Outcome handOn(Invoice here, Money late, List<CarriedAmount> collected, Outcome.Accepted accepted) {
        writer.lockGates(List.of(here.customerKey()));
        carried.collect(collected, here.id());
        if (carried.of(here.id()).onward().isEmpty()) {
            carried.carryOn(new CarriedAmount(here.id(), Optional.empty(), Cause.TOO_LATE, late), writer.now());
            List<Delivery> steps =
                    deliveries.ofEntity(here.customerKey(), here.id().toString());
            writer.appendStep(steps.getLast(), CallKind.ADD_ITEM, Delivery.WAITS);
        }
        return accepted;
    }

    private static Outcome differs(Invoice here, Parts parts, String more) {
        return new Outcome.NeedsAttention(
                DIFFERS,
                "total %s there (%s), %s here%s"
                        .formatted(
                                parts.there().total().display(),
                                parts.there().providerInvoiceId(),
                                here.total().display(),
                                more));
    }
}
