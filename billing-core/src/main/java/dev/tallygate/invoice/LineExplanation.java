package dev.tallygate.invoice;

import dev.tallygate.catalog.ChargeText;
import dev.tallygate.money.Money;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/**
 * Why a line of an invoice is what it is, and the proof.
 *
 * @param rated what it was rated from; empty = money carried to or from another invoice, which nothing rates
 */
public record LineExplanation(Invoice invoice, InvoiceLine line, Optional<Rated> rated) {

    /**
     * What a rated line stands on.
     *
     * @param prior the lines of the same key that earlier invoices had, which its prior amount is the sum of
     */
    public record Rated(
            InvoiceLine.Rated line,
            Charge charge,
            PriceWalk walk,
            Events events,
            List<PriorLine> prior,
            Replay replay) {
        public Rated {
            prior = List.copyOf(prior);
        }
    }

    /** The charge in the plan version that rated the line: {@code plan} is such as {@code standard v2}. */
    public record Charge(String plan, ChargeText text) {}

    /**
     * The recorded events that the line counts: those of its window whose model falls to its key and that have a quantity of
     * its meters, up to its seq.
     *
     * @param firstSeq 0 = there is none
     * @param lastSeq 0 = there is none
     * @param quantity the sum of what the charge counts of each
     * @param late of these, recorded after their period was closed
     * @param correcting of these, those that correct another one
     */
    public record Events(long count, long firstSeq, long lastSeq, long quantity, long late, long correcting) {
        static final Events NONE = new Events(0, 0, 0, 0, 0, 0);
    }

    /** A line of the same key on another invoice, drafted before. */
    public record PriorLine(String invoiceId, int lineNumber, InvoiceStatus status, Money amount) {}

    /**
     * The line once more, from the rows up to its seq under its plan version.
     *
     * @param findings what is not as the line says; empty = it is equal to the minor unit (invariant 8)
     */
    public record Replay(
            long quantity, BigDecimal unroundedAmount, Money rounded, Money amount, List<Finding> findings) {
        public Replay {
            findings = List.copyOf(findings);
        }

        public boolean isEqual() {
            return findings.isEmpty();
        }
    }

    /** Whether it replays; a line that nothing rates has nothing to replay. */
    public boolean isProved() {
        return rated.map(basis -> basis.replay().isEqual()).orElse(true);
    }
}
