package dev.tallygate.invoice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tallygate.catalog.Corrections;
import dev.tallygate.invoice.ClosedPeriod.Closing;
import dev.tallygate.invoice.ClosedPeriod.Living;
import dev.tallygate.money.Money;
import dev.tallygate.time.BillingPeriod;
import java.math.BigDecimal;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Which invoices a customer gets, by the one rule of differences. */
class InvoiceDrafterTest {
    private static final Currency USD = Currency.getInstance("USD");
    private static final BillingPeriod JANUARY = BillingPeriod.month(YearMonth.of(2026, 1));
    private static final BillingPeriod FEBRUARY = JANUARY.next();

    @Test
    void aPeriodGetsItsOwnInvoiceWhoseTotalIsTheSumOfItsLines_invariant7() {
        Drafts drafts = draft(
                moreComes(),
                period(JANUARY, Closing.NOW, Living.NEVER)
                        .costs("gpt", "1.234567890123")
                        .costs("base", "20.00")
                        .build());

        assertThat(lines(drafts)).containsExactly("inv_7_20260101_P1 = 21.23: gpt 1.23, base 20.00");
        assertThat(drafts.settled()).containsExactly(JANUARY);
    }

    @Test
    void aPeriodWithoutLinesGetsNoInvoiceAndIsSettled() {
        Drafts drafts =
                draft(moreComes(), period(JANUARY, Closing.NOW, Living.NEVER).build());

        assertThat(drafts.invoices()).isEmpty();
        assertThat(drafts.settled()).containsExactly(JANUARY);
    }

    @Test
    void usageThatCostsNothingIsALineOfZeroTheFirstTimeOnly() {
        Drafts first = draft(
                moreComes(),
                period(JANUARY, Closing.NOW, Living.NEVER)
                        .costs("gpt", "0.000000000000")
                        .build());
        Drafts again = draft(
                moreComes(),
                period(JANUARY, Closing.EARLIER, Living.ONE)
                        .costs("gpt", "0.000000000000")
                        .invoiced("gpt", "0.00")
                        .build());

        assertThat(lines(first)).containsExactly("inv_7_20260101_P1 = 0.00: gpt 0.00");
        assertThat(again.invoices()).isEmpty();
        assertThat(again.settled()).containsExactly(JANUARY);
    }

    @Test
    @DisplayName("W6: invoiced per model, re-rated to pooled at the same price: -11.00 and +11.00, an invoice of zero")
    void w6() {
        Drafts drafts = draft(
                noneComes(),
                period(JANUARY, Closing.EARLIER, Living.ONE)
                        .costs("", "11.000000000000")
                        .invoiced("gpt", "11.00")
                        .build());

        assertThat(lines(drafts)).containsExactly("inv_7_20260101_A1 = 0.00:  11.00, gpt -11.00");
    }

    @Test
    @DisplayName("W8: 0.005 invoiced as 0.00, then two more units at 0.005: lines 0.00 and 0.02")
    void w8() {
        Drafts first = draft(
                moreComes(),
                period(JANUARY, Closing.NOW, Living.NEVER)
                        .costs("gpt", "0.005000000000")
                        .build());
        Drafts second = draft(
                noneComes(),
                period(JANUARY, Closing.EARLIER, Living.ONE)
                        .costs("gpt", "0.015000000000")
                        .invoiced("gpt", "0.00")
                        .build());

        assertThat(lines(first)).containsExactly("inv_7_20260101_P1 = 0.00: gpt 0.00");
        assertThat(lines(second)).containsExactly("inv_7_20260101_A1 = 0.02: gpt 0.02");
    }

    @Test
    void aDifferenceRidesOnTheNextPeriodInvoiceAndNamesItsOwnPeriod() {
        Drafts drafts = draft(
                moreComes(),
                period(JANUARY, Closing.EARLIER, Living.ONE)
                        .costs("gpt", "3.00")
                        .invoiced("gpt", "1.00")
                        .build(),
                period(FEBRUARY, Closing.NOW, Living.NEVER).costs("gpt", "5.00").build());

        assertThat(lines(drafts)).containsExactly("inv_7_20260201_P1 = 7.00: gpt 5.00, gpt 2.00");
        assertThat(((InvoiceLine.Rated) drafts.invoices().getFirst().lines().getLast())
                        .key()
                        .period())
                .isEqualTo(JANUARY);
        assertThat(drafts.settled()).containsExactlyInAnyOrder(JANUARY, FEBRUARY);
    }

    @Test
    void aPeriodWithoutLinesOfItsOwnCarriesTheDifferencesOfEarlierOnes() {
        Drafts drafts = draft(
                moreComes(),
                period(JANUARY, Closing.EARLIER, Living.ONE)
                        .costs("gpt", "3.00")
                        .invoiced("gpt", "1.00")
                        .build(),
                period(FEBRUARY, Closing.NOW, Living.NEVER).build());

        assertThat(lines(drafts)).containsExactly("inv_7_20260201_P1 = 2.00: gpt 2.00");
    }

    @Test
    void aDifferenceWaitsWhileAPeriodInvoiceIsToCome() {
        Drafts drafts = draft(
                moreComes(),
                period(JANUARY, Closing.EARLIER, Living.ONE)
                        .costs("gpt", "3.00")
                        .invoiced("gpt", "1.00")
                        .build());

        assertThat(drafts.invoices()).isEmpty();
        assertThat(drafts.pending()).containsExactly(Map.entry(JANUARY, usd("2.00")));
        assertThat(drafts.settled()).isEmpty();
    }

    @Test
    void correctionsAtOnceAreAnAdjustmentAlsoBesideAPeriodInvoice() {
        Drafts drafts = draft(
                moreComes(),
                period(JANUARY, Closing.EARLIER, Living.ONE)
                        .atOnce()
                        .costs("gpt", "0.40")
                        .invoiced("gpt", "1.00")
                        .build(),
                period(FEBRUARY, Closing.NOW, Living.NEVER).costs("gpt", "5.00").build());

        assertThat(lines(drafts))
                .containsExactly("inv_7_20260201_P1 = 5.00: gpt 5.00", "inv_7_20260101_A1 = -0.60: gpt -0.60");
    }

    @Test
    void differencesRideOnlyOnAnInvoiceOfTheSameCurrency() {
        Drafts drafts = draft(
                moreComes(),
                period(JANUARY, Closing.EARLIER, Living.ONE)
                        .costs("gpt", "3.00")
                        .invoiced("gpt", "1.00")
                        .build(),
                new Build(FEBRUARY, Closing.NOW, Living.NEVER, Currency.getInstance("EUR"))
                        .costs("gpt", "5.00")
                        .build());

        assertThat(lines(drafts)).containsExactly("inv_7_20260201_P1 = 5.00: gpt 5.00");
        assertThat(drafts.pending()).containsOnlyKeys(JANUARY);
    }

    @Test
    void aVoidInvoiceHasASuccessorWithTheNextRevision() {
        Drafts drafts = draft(
                moreComes(),
                period(JANUARY, Closing.EARLIER, Living.VOID_ONLY)
                        .revisions(1, 0)
                        .costs("gpt", "3.00")
                        .build());

        assertThat(lines(drafts)).containsExactly("inv_7_20260101_P2 = 3.00: gpt 3.00");
    }

    @Test
    void aPeriodInvoiceIsNeverBelowZeroAndTheRestIsCarried() {
        Drafts first = draft(
                moreComes(),
                period(JANUARY, Closing.EARLIER, Living.ONE)
                        .costs("gpt", "1.00")
                        .invoiced("gpt", "6.00")
                        .build(),
                period(FEBRUARY, Closing.NOW, Living.NEVER).costs("gpt", "2.00").build());
        Drafts next = draft(
                new Account(7, List.of(), Map.of(USD, usd("-3.00")), Set.of(USD)),
                period(FEBRUARY, Closing.NOW, Living.NEVER).costs("gpt", "4.00").build());

        assertThat(lines(first)).containsExactly("inv_7_20260201_P1 = 0.00: gpt 2.00, gpt -5.00, carry 3.00");
        assertThat(lines(next)).containsExactly("inv_7_20260201_P1 = 1.00: gpt 4.00, carry -3.00");
    }

    @Test
    void whereNoInvoiceWillComeABalanceIsOneAdjustmentOfItsCarryLineAlone() {
        Drafts drafts = draft(
                noneComes(),
                period(JANUARY, Closing.EARLIER, Living.ONE)
                        .revisions(1, 2)
                        .costs("gpt", "1.00")
                        .invoiced("gpt", "6.00")
                        .build(),
                period(FEBRUARY, Closing.NOW, Living.NEVER).costs("gpt", "2.00").build());

        assertThat(lines(drafts))
                .containsExactly(
                        "inv_7_20260201_P1 = 0.00: gpt 2.00, gpt -5.00, carry 3.00",
                        "inv_7_20260201_A1 = -3.00: carry -3.00");
    }

    @Test
    void adjustmentsCountTheirRevisionsUp() {
        Drafts drafts = draft(
                new Account(7, List.of(), Map.of(USD, usd("-3.00")), Set.of()),
                period(JANUARY, Closing.EARLIER, Living.ONE)
                        .revisions(1, 2)
                        .costs("gpt", "7.00")
                        .invoiced("gpt", "6.00")
                        .build());

        assertThat(lines(drafts))
                .containsExactly("inv_7_20260101_A3 = 1.00: gpt 1.00", "inv_7_20260101_A4 = -3.00: carry -3.00");
    }

    @Test
    void amountsBeyond64BitsAreRefusedSoThatThePeriodIsParked() {
        BigDecimal half = BigDecimal.valueOf(Long.MAX_VALUE / 2 + 1, 2);
        ClosedPeriod huge = period(JANUARY, Closing.NOW, Living.NEVER)
                .costs("a", half.toPlainString())
                .costs("b", half.toPlainString())
                .build();

        assertThatThrownBy(() -> draft(moreComes(), huge)).isInstanceOf(ArithmeticException.class);
    }

    private static Account moreComes() {
        return new Account(7, List.of(), Map.of(), Set.of(USD));
    }

    private static Account noneComes() {
        return new Account(7, List.of(), Map.of(), Set.of());
    }

    private static Drafts draft(Account account, ClosedPeriod... periods) {
        return InvoiceDrafter.draft(
                new Account(account.customerKey(), List.of(periods), account.balances(), account.moreToCome()));
    }

    private static Build period(BillingPeriod period, Closing closing, Living living) {
        return new Build(period, closing, living, USD);
    }

    private static Money usd(String major) {
        return Money.rounded(new BigDecimal(major), USD);
    }

    private static List<String> lines(Drafts drafts) {
        return drafts.invoices().stream()
                .map(invoice -> invoice.id() + " = " + invoice.total().major() + ": "
                        + String.join(
                                ", ",
                                invoice.lines().stream()
                                        .map(InvoiceDrafterTest::line)
                                        .toList()))
                .toList();
    }

    private static String line(InvoiceLine line) {
        return switch (line) {
            case InvoiceLine.Rated rated ->
                rated.key().ratingKey() + " " + rated.amount().major();
            case InvoiceLine.Carry carry -> "carry " + carry.amount().major();
        };
    }

    /** A closed period in words. */
    private static final class Build {
        private final BillingPeriod period;
        private final Closing closing;
        private final Living living;
        private final Currency currency;
        private final List<KeyAmount> amounts = new ArrayList<>();
        private final List<InvoicedKey> invoiced = new ArrayList<>();
        private Corrections corrections = Corrections.NEXT_INVOICE;
        private ClosedPeriod.Revisions revisions = new ClosedPeriod.Revisions(0, 0);

        private Build(BillingPeriod period, Closing closing, Living living, Currency currency) {
            this.period = period;
            this.closing = closing;
            this.living = living;
            this.currency = currency;
        }

        private Build costs(String ratingKey, String amount) {
            BigDecimal unrounded = new BigDecimal(amount).setScale(12);
            LineBasis basis = new LineBasis(LineKind.USAGE, 3, 99, 10, 0, unrounded, "{}");
            Money rounded = Money.rounded(unrounded, currency);
            amounts.add(new KeyAmount(key(ratingKey), basis, rounded, ratingKey));
            return this;
        }

        private Build invoiced(String ratingKey, String amount) {
            Money sum = Money.rounded(new BigDecimal(amount), currency);
            invoiced.add(new InvoicedKey(key(ratingKey), sum, LineKind.USAGE, 2, ratingKey));
            return this;
        }

        private Build atOnce() {
            corrections = Corrections.AT_ONCE;
            return this;
        }

        private Build revisions(int periodRevision, int adjustmentRevision) {
            revisions = new ClosedPeriod.Revisions(periodRevision, adjustmentRevision);
            return this;
        }

        private LineKey key(String ratingKey) {
            return new LineKey(period, period.start(), "tokens", ratingKey);
        }

        private ClosedPeriod build() {
            ClosedPeriod.Invoicing invoicing = new ClosedPeriod.Invoicing(closing, living, corrections, revisions);
            return new ClosedPeriod(period, currency, 3, 99, invoicing, amounts, invoiced);
        }
    }
}
