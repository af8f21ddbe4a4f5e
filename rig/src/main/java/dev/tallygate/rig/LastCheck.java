package dev.tallygate.rig;

import dev.tallygate.rig.BooksRepository.Invoice;
import dev.tallygate.rig.BooksRepository.Line;
import dev.tallygate.rig.BooksRepository.Sums;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Compares events, totals, lines, invoice and provider for one customer and month; names each figure that differs. */
final class LastCheck {
    private final BooksRepository books;
    private final Map<String, ProviderReader> providers;
    private final YearMonth month;

    LastCheck(BooksRepository books, Map<String, ProviderReader> providers, YearMonth month) {
        this.books = books;
        this.providers = providers;
        this.month = month;
    }

    /** One customer's figures side by side, and what is wrong with them; empty = all agree. */
    record Result(String row, List<String> differences) {}

    static String header() {
        return row("customer", "events", "tokens", "cost of events", "invoice", "at the provider", "state");
    }

    /** {@code eventsExpected}: what was sent for this customer in this month. */
    Result of(DemoCustomer customer, long eventsExpected) {
        String id = customer.customerId();
        Sums events = books.eventSums(id, month);
        Sums totals = books.totalSums(id, month);
        BigDecimal cost = books.eventCost(id, month);
        List<String> wrong = new ArrayList<>();
        compare(wrong, id + ": events recorded", eventsExpected, events.requests());
        compare(wrong, id + ": totals, as summed from events", events, totals);
        comparePlaces(
                wrong,
                id + ": cost of the period, as summed from events",
                cost,
                books.periodCost(id, month).orElse(BigDecimal.ZERO));
        Invoice invoice =
                books.invoice(id, month).orElseThrow(() -> new RigFailed(id + " has no invoice for " + month));
        compareLines(wrong, invoice, cost);
        String seen = compareProvider(wrong, customer, invoice);
        String tokens = Amounts.count(events.tokensIn() + events.tokensOut());
        String total = Amounts.money(invoice.totalAmount(), invoice.currencyCode());
        return new Result(
                row(id, Amounts.count(events.requests()), tokens, Amounts.decimal(cost), total, seen, invoice.status()),
                wrong);
    }

    /** Lines sum to the total, usage lines to the cost of the events, and each is rounded once, half-even. */
    private void compareLines(List<String> wrong, Invoice invoice, BigDecimal cost) {
        List<Line> lines = books.lines(invoice.invoiceId());
        long sum = lines.stream().mapToLong(Line::amount).sum();
        compare(wrong, invoice.invoiceId() + ": sum of its lines", invoice.totalAmount(), sum);
        BigDecimal usage = lines.stream()
                .filter(line -> line.kind().equals("USAGE"))
                .map(Line::unroundedAmount)
                .reduce(BigDecimal.ZERO, BigDecimal::add);
        comparePlaces(wrong, invoice.invoiceId() + ": usage lines before rounding, against the events", cost, usage);
        int exponent = Currency.getInstance(invoice.currencyCode()).getDefaultFractionDigits();
        for (Line line : lines) {
            long rounded = line.unroundedAmount()
                    .setScale(exponent, RoundingMode.HALF_EVEN)
                    .unscaledValue()
                    .longValueExact();
            compare(wrong, invoice.invoiceId() + ": a line, rounded once", rounded - line.priorAmount(), line.amount());
        }
    }

    /** An invoice of nothing is closed as paid and not sent; every other one stands at the provider, paid. */
    private String compareProvider(List<String> wrong, DemoCustomer customer, Invoice invoice) {
        compare(wrong, invoice.invoiceId() + ": state", "PAID", invoice.status());
        if (invoice.totalAmount() == 0 && invoice.providerInvoiceId().isEmpty()) {
            return "not sent";
        }
        ProviderReader reader = Objects.requireNonNull(providers.get(customer.providerName()));
        ProviderReader.Seen seen = reader.invoice(invoice);
        String at = invoice.invoiceId() + ": " + customer.providerName() + "'s ";
        compare(wrong, at + "total", invoice.totalAmount(), seen.total());
        compare(wrong, at + "currency", invoice.currencyCode(), seen.currencyCode());
        compare(wrong, at + "word that it is paid", true, seen.paid());
        compare(wrong, at + "amount paid, as booked here", seen.amountPaid(), invoice.amountPaid());
        compare(wrong, invoice.invoiceId() + ": paid, as owed", invoice.totalAmount(), invoice.amountPaid());
        return customer.providerName() + " " + Amounts.money(seen.amountPaid(), seen.currencyCode());
    }

    private static void compare(List<String> wrong, String what, Object expected, Object seen) {
        if (!Objects.equals(expected, seen)) {
            wrong.add(what + ": " + seen + " (expected: " + expected + ")");
        }
    }

    private static void comparePlaces(List<String> wrong, String what, BigDecimal expected, BigDecimal seen) {
        if (expected.compareTo(seen) != 0) {
            wrong.add(what + ": " + seen.toPlainString() + " (expected: " + expected.toPlainString() + ")");
        }
    }

    private static String row(String... cells) {
        return "%-12s %8s %14s %22s %20s %27s  %s".formatted((Object[]) cells);
    }
}
