package dev.tallygate.invoice;

import dev.tallygate.money.Money;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The one rule for every line: rounded A of its key less what is invoiced for it. The keys are those that A has now and
 * those invoiced; a missing one counts 0. A difference of 0 is a line only the first time a key with usage is invoiced.
 * Late, voided, re-rated: the same rule.
 */
final class Differences {
    private Differences() {}

    /** The lines that the period still owes, their numbers yet to be given. */
    static List<InvoiceLine.Rated> of(ClosedPeriod period) {
        return of(period.amounts(), period.invoiced(), period.zero(), period.throughSeq());
    }

    /** As {@link #of(ClosedPeriod)}, of its parts. */
    static List<InvoiceLine.Rated> of(
            List<KeyAmount> amounts, List<InvoicedKey> invoicedKeys, Money zero, long throughSeq) {
        Map<LineKey, InvoicedKey> invoiced = new LinkedHashMap<>();
        invoicedKeys.forEach(key -> invoiced.put(key.key(), key));
        List<InvoiceLine.Rated> lines = new ArrayList<>();
        for (KeyAmount amount : amounts) {
            InvoicedKey before = invoiced.remove(amount.key());
            if (before == null ? isFirstLine(amount) : !amount.rounded().equals(before.sum())) {
                lines.add(line(amount, before == null ? zero : before.sum()));
            }
        }
        for (InvoicedKey gone : invoiced.values()) {
            if (!gone.sum().isZero()) {
                lines.add(line(costsNothing(gone, zero, throughSeq), gone.sum()));
            }
        }
        return lines;
    }

    private static boolean isFirstLine(KeyAmount amount) {
        return !amount.rounded().isZero() || amount.basis().quantity() > 0;
    }

    private static KeyAmount costsNothing(InvoicedKey gone, Money zero, long throughSeq) {
        LineBasis basis = new LineBasis(
                gone.kind(),
                gone.planVersionId(),
                throughSeq,
                0,
                0,
                BigDecimal.ZERO.setScale(12),
                Explanation.nothing());
        return new KeyAmount(gone.key(), basis, zero, gone.description());
    }

    private static InvoiceLine.Rated line(KeyAmount amount, Money prior) {
        return new InvoiceLine.Rated(
                0, amount.key(), amount.basis(), prior, amount.rounded().minus(prior), amount.description());
    }
}
