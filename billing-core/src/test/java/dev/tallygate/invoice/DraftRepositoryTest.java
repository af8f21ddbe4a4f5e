package dev.tallygate.invoice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tallygate.TestDatabase;
import dev.tallygate.invoice.DraftRepository.NewInvoice;
import dev.tallygate.money.Money;
import dev.tallygate.time.BillingPeriod;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.dao.DuplicateKeyException;

/** Invoices and lines as they are read back from a real database. */
class DraftRepositoryTest {
    private static final Currency USD = Currency.getInstance("USD");
    private static final Instant START = Instant.parse("2026-03-01T00:00:00Z");
    private static final BillingPeriod MARCH = BillingPeriod.monthContaining(START);
    private static final Instant DRAFTED_TIME = Instant.parse("2026-04-01T01:02:03.000456Z");
    private static final int MORE_THAN_TWO_STATEMENTS_HOLD = 1_900;

    @RegisterExtension
    static final TestDatabase DATABASE = TestDatabase.create();

    private final DraftRepository drafts = new DraftRepository(DATABASE.jdbcTemplate());

    @BeforeEach
    void clear() {
        DATABASE.clear();
    }

    @Test
    void everyColumnIsReadBackAsItWasDrafted() {
        List<InvoiceLine> lines = List.of(
                rated(1, "gpt", "tokens gpt: 1,500 tokens_out (2026-03)"),
                rated(2, "", "it's \"50 %\" \\ ; -- für 日本語 🧾"),
                new InvoiceLine.Carry(3, new Money(-7, USD), "carried – from before"));
        DraftedInvoice invoice = drafted(1, InvoiceKind.PERIOD, lines);

        drafts.insert(List.of(
                new NewInvoice(invoice, "stripe", DRAFTED_TIME),
                new NewInvoice(drafted(1, InvoiceKind.ADJUSTMENT, List.of()), "manual", DRAFTED_TIME)));

        assertThat(linesOf(invoice)).isEqualTo(lines);
        assertThat(found(invoice)).satisfies(read -> {
            assertThat(read.total()).isEqualTo(invoice.total());
            assertThat(read.period()).isEqualTo(MARCH);
            assertThat(read.status()).isEqualTo(InvoiceStatus.DRAFT);
        });
        assertThat(DATABASE.jdbcTemplate()
                        .queryForList(
                                "select concat(kind, ' ', ifnull(living, 'null'), ' ', provider, ' ', drafted_time, ' ',"
                                        + " amount_paid, ' ', plan_version_id) from invoices order by kind desc",
                                String.class))
                .containsExactly(
                        "PERIOD 1 stripe 2026-04-01 01:02:03.000456 0 77",
                        "ADJUSTMENT null manual 2026-04-01 01:02:03.000456 0 77");
    }

    @Test
    void linesThatFillSeveralStatementsAreAllThere() {
        List<InvoiceLine> lines = new ArrayList<>();
        for (int number = 1; number <= MORE_THAN_TWO_STATEMENTS_HOLD; number++) {
            lines.add(rated(number, "model-" + number, "line " + number));
        }
        DraftedInvoice invoice = drafted(1, InvoiceKind.PERIOD, lines);

        drafts.insert(List.of(new NewInvoice(invoice, "stripe", DRAFTED_TIME)));

        assertThat(linesOf(invoice)).isEqualTo(lines);
    }

    @Test
    void aSecondInvoiceOfTheSameNameIsRefused_invariant6() {
        NewInvoice first = new NewInvoice(drafted(1, InvoiceKind.PERIOD, List.of()), "stripe", DRAFTED_TIME);
        NewInvoice secondLiving = new NewInvoice(drafted(2, InvoiceKind.PERIOD, List.of()), "stripe", DRAFTED_TIME);
        drafts.insert(List.of(first));

        assertThatThrownBy(() -> drafts.insert(List.of(first))).isInstanceOf(DuplicateKeyException.class);
        assertThatThrownBy(() -> drafts.insert(List.of(secondLiving))).isInstanceOf(DuplicateKeyException.class);
    }

    @Test
    void noInvoicesAreNoStatement() {
        drafts.insert(List.of());

        assertThat(DATABASE.jdbcTemplate().queryForObject("select count(*) from invoices", Long.class))
                .isZero();
    }

    private static InvoiceLine rated(int number, String ratingKey, String description) {
        LineBasis basis = new LineBasis(
                LineKind.USAGE,
                77,
                4_711,
                1_500,
                100,
                new BigDecimal("-0.000000000001"),
                "{\"tiers\":[{\"price\":\"3.00\"}]}");
        LineKey key = new LineKey(MARCH, START.plusNanos(1_000), "tokens", ratingKey);
        return new InvoiceLine.Rated(number, key, basis, new Money(5, USD), new Money(-3, USD), description);
    }

    private static DraftedInvoice drafted(int revision, InvoiceKind kind, List<InvoiceLine> lines) {
        return new DraftedInvoice(InvoiceId.of(9, START, kind, revision), MARCH, 77, new Money(-13, USD), lines);
    }

    private static List<InvoiceLine> linesOf(DraftedInvoice invoice) {
        return new InvoiceLineRepository(DATABASE.jdbcClient()).lines(invoice.id());
    }

    private static Invoice found(DraftedInvoice invoice) {
        return new InvoiceRepository(DATABASE.jdbcClient()).find(invoice.id()).orElseThrow();
    }
}
