package dev.tallygate.invoice;

import dev.tallygate.catalog.PlanVersion;
import dev.tallygate.invoice.VerifiedLineRepository.InvoiceSum;
import dev.tallygate.invoice.VerifiedLineRepository.LivingLine;
import dev.tallygate.ledger.PeriodKey;
import dev.tallygate.ledger.PeriodLedger;
import dev.tallygate.money.Money;
import dev.tallygate.rating.FlatFee;
import dev.tallygate.rating.PeriodUsage;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Replays the lines of one period, and adds up what they invoiced (invariants 7 and 8). */
final class LineVerifier {
    private final VerifiedLineRepository lines;

    LineVerifier(VerifiedLineRepository lines) {
        this.lines = lines;
    }

    /** The seqs that the period's lines count up to. */
    Set<Long> throughSeqs(PeriodKey key) {
        Set<Long> seqs = new TreeSet<>();
        lines.ofPeriod(key).forEach(line -> seqs.add(line.line().basis().throughSeq()));
        return seqs;
    }

    /** The plan version of each window's first lines, by the window's start. */
    Map<Instant, Long> firstVersions(PeriodKey key) {
        Map<Instant, InvoiceLine.Rated> first = new HashMap<>();
        for (LivingLine line : lines.ofPeriod(key)) {
            first.merge(
                    line.line().key().windowStart(),
                    line.line(),
                    (one, other) -> one.basis().throughSeq() <= other.basis().throughSeq() ? one : other);
        }
        Map<Instant, Long> versions = new HashMap<>();
        first.forEach((start, line) -> versions.put(start, line.basis().planVersionId()));
        return versions;
    }

    List<Finding> verify(
            PeriodKey key, @Nullable PeriodLedger row, PeriodReplay replay, List<FlatFee.Stretch> windows) {
        List<Finding> findings = new ArrayList<>();
        Map<Long, Map<LineKey, KeyAmount>> amounts = new HashMap<>();
        List<LivingLine> living = lines.ofPeriod(key);
        for (LivingLine line : living) {
            long throughSeq = line.line().basis().throughSeq();
            Map<LineKey, KeyAmount> replayed = amounts.computeIfAbsent(throughSeq, seq -> byKey(replay, windows, seq));
            verifyLine(line, replayed.get(line.line().key()), findings);
        }
        if (row != null && row.isClosed()) {
            compareSums(row, () -> byKey(replay, windows, Long.MAX_VALUE), living, findings);
        }
        lines.sumsOfPeriod(key).forEach(invoice -> verifyTotal(invoice, findings));
        return findings;
    }

    private static Map<LineKey, KeyAmount> byKey(PeriodReplay replay, List<FlatFee.Stretch> windows, long throughSeq) {
        Map<LineKey, KeyAmount> amounts = new HashMap<>();
        PeriodUsage usage = replay.usageThrough(throughSeq);
        KeyAmounts.of(usage, underVersionsOf(usage, windows), throughSeq)
                .forEach(amount -> amounts.put(amount.key(), amount));
        return amounts;
    }

    /** The windows as they were then: a later re-rating gave them another version. */
    private static List<FlatFee.Stretch> underVersionsOf(PeriodUsage usage, List<FlatFee.Stretch> windows) {
        Map<Instant, PlanVersion> versions = new HashMap<>();
        usage.windows().forEach(window -> versions.put(window.windowStart(), window.version()));
        return windows.stream()
                .map(window -> new FlatFee.Stretch(
                        window.start(), window.end(), versions.getOrDefault(window.start(), window.version())))
                .toList();
    }

    static void verifyLine(LivingLine living, @Nullable KeyAmount replayed, List<Finding> findings) {
        InvoiceLine.Rated line = living.line();
        String name = "line %d of %s".formatted(line.lineNumber(), living.invoiceId());
        BigDecimal unrounded =
                replayed == null ? BigDecimal.ZERO : replayed.basis().unroundedAmount();
        long quantity = replayed == null ? 0 : replayed.basis().quantity();
        Money rounded = replayed == null ? new Money(0, line.amount().currency()) : replayed.rounded();
        if (unrounded.compareTo(line.basis().unroundedAmount()) != 0) {
            findings.add(line(
                    living,
                    name + ", unrounded amount",
                    unrounded.toPlainString(),
                    line.basis().unroundedAmount().toPlainString()));
        }
        if (quantity != line.basis().quantity()) {
            findings.add(line(
                    living,
                    name + ", quantity",
                    String.valueOf(quantity),
                    String.valueOf(line.basis().quantity())));
        }
        Money amount = rounded.minus(line.prior());
        if (!amount.equals(line.amount())) {
            Finding.Figures figures = Finding.Figures.of(amount, line.amount());
            findings.add(new Finding(Finding.Kind.LINE, living.invoiceId(), name + ", amount", figures));
        }
    }

    private static Finding line(LivingLine living, String what, String expected, String found) {
        return new Finding(Finding.Kind.LINE, living.invoiceId(), what, new Finding.Figures(expected, found, ""));
    }

    /** Lines that were made equal must be; with news since, the difference is pending. */
    private static void compareSums(
            PeriodLedger row,
            Supplier<Map<LineKey, KeyAmount>> amounts,
            List<LivingLine> living,
            List<Finding> findings) {
        if (row.closing().invoicedSeq() >= row.figures().lastSeq()) {
            sums(Finding.Kind.LINES, amounts.get().values(), living, findings);
            return;
        }
        try {
            sums(Finding.Kind.PENDING, amounts.get().values(), living, findings);
        } catch (ArithmeticException beyond) {
            findings.add(Finding.of(
                    Finding.Kind.PENDING, "lines", "amounts of 64 bits", String.valueOf(beyond.getMessage())));
        }
    }

    private static void sums(
            Finding.Kind kind, Collection<KeyAmount> amounts, List<LivingLine> living, List<Finding> findings) {
        Map<LineKey, Money> invoiced = new HashMap<>();
        living.forEach(line -> invoiced.merge(line.line().key(), line.line().amount(), Money::plus));
        for (KeyAmount amount : amounts) {
            Money nothing = Money.zero(amount.rounded().currency());
            Money sum = Objects.requireNonNullElse(invoiced.remove(amount.key()), nothing);
            addSum(kind, amount.key(), amount.rounded(), sum, findings);
        }
        invoiced.forEach((key, sum) -> addSum(kind, key, Money.zero(sum.currency()), sum, findings));
    }

    private static void addSum(Finding.Kind kind, LineKey key, Money amount, Money sum, List<Finding> findings) {
        if (!sum.equals(amount)) {
            findings.add(new Finding(kind, "", "lines of " + name(key), Finding.Figures.of(amount, sum)));
        }
    }

    private static String name(LineKey key) {
        return key.chargeId() + (key.ratingKey().isEmpty() ? "" : " " + key.ratingKey());
    }

    private static void verifyTotal(InvoiceSum invoice, List<Finding> findings) {
        if (!invoice.total().equals(invoice.lines())) {
            findings.add(new Finding(
                    Finding.Kind.INVOICE_TOTAL,
                    invoice.invoiceId(),
                    "total of " + invoice.invoiceId(),
                    Finding.Figures.of(invoice.lines(), invoice.total())));
        }
    }
}
