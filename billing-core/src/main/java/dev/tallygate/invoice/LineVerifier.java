package dev.tallygate.invoice;

import dev.tallygate.invoice.VerifiedLineRepository.InvoiceSum;
import dev.tallygate.invoice.VerifiedLineRepository.LivingLine;
import dev.tallygate.ledger.PeriodKey;
import dev.tallygate.ledger.PeriodLedger;
import dev.tallygate.money.Money;
import dev.tallygate.rating.FlatFee;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
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
        if (row != null
                && row.isClosed()
                && row.closing().invoicedSeq() >= row.figures().lastSeq()) {
            Map<LineKey, KeyAmount> now = byKey(replay, windows, Long.MAX_VALUE);
            verifySums(now.values(), living, findings);
        }
        lines.sumsOfPeriod(key).forEach(invoice -> verifyTotal(invoice, findings));
        return findings;
    }

    private static Map<LineKey, KeyAmount> byKey(PeriodReplay replay, List<FlatFee.Stretch> windows, long throughSeq) {
        Map<LineKey, KeyAmount> amounts = new HashMap<>();
        KeyAmounts.of(replay.usageThrough(throughSeq), windows, throughSeq)
                .forEach(amount -> amounts.put(amount.key(), amount));
        return amounts;
    }

    private static void verifyLine(LivingLine living, @Nullable KeyAmount replayed, List<Finding> findings) {
        InvoiceLine.Rated line = living.line();
        String name = "line %d of %s".formatted(line.lineNumber(), living.invoiceId());
        BigDecimal unrounded =
                replayed == null ? BigDecimal.ZERO : replayed.basis().unroundedAmount();
        long quantity = replayed == null ? 0 : replayed.basis().quantity();
        Money rounded = replayed == null ? new Money(0, line.amount().currency()) : replayed.rounded();
        if (unrounded.compareTo(line.basis().unroundedAmount()) != 0) {
            findings.add(new Finding(
                    name + ", unrounded amount",
                    unrounded.toPlainString(),
                    line.basis().unroundedAmount().toPlainString()));
        }
        if (quantity != line.basis().quantity()) {
            findings.add(new Finding(
                    name + ", quantity",
                    String.valueOf(quantity),
                    String.valueOf(line.basis().quantity())));
        }
        Money amount = rounded.minus(line.prior());
        if (!amount.equals(line.amount())) {
            findings.add(new Finding(
                    name + ", amount", amount.display(), line.amount().display()));
        }
    }

    /** Of a period whose lines were made equal: the lines of each key sum to its rounded amount. */
    private static void verifySums(Collection<KeyAmount> amounts, List<LivingLine> living, List<Finding> findings) {
        Map<LineKey, Money> invoiced = new HashMap<>();
        living.forEach(line -> invoiced.merge(line.line().key(), line.line().amount(), Money::plus));
        for (KeyAmount amount : amounts) {
            Money sum = invoiced.remove(amount.key());
            if (sum == null ? !amount.rounded().isZero() : !sum.equals(amount.rounded())) {
                findings.add(new Finding(
                        "lines of " + name(amount.key()),
                        amount.rounded().display(),
                        sum == null ? "none" : sum.display()));
            }
        }
        invoiced.forEach((key, sum) -> {
            if (!sum.isZero()) {
                findings.add(new Finding("lines of " + name(key), "0", sum.display()));
            }
        });
    }

    private static String name(LineKey key) {
        return key.chargeId() + (key.ratingKey().isEmpty() ? "" : " " + key.ratingKey());
    }

    private static void verifyTotal(InvoiceSum invoice, List<Finding> findings) {
        if (!invoice.total().equals(invoice.lines())) {
            findings.add(new Finding(
                    "total of " + invoice.invoiceId(),
                    invoice.lines().display(),
                    invoice.total().display()));
        }
    }
}
