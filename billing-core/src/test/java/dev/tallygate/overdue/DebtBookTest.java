package dev.tallygate.overdue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tallygate.TestCore;
import dev.tallygate.invoice.Invoice;
import dev.tallygate.invoice.InvoiceId;
import dev.tallygate.ledger.Debt;
import dev.tallygate.ledger.GateRepository;
import dev.tallygate.quota.CheckRequest;
import dev.tallygate.quota.DenyReason;
import dev.tallygate.quota.QuotaLedger;
import dev.tallygate.rejection.Rejected;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What invoices do to the gate, and the gate to checks, on two servers. */
class DebtBookTest {
    @RegisterExtension
    static final OverdueScene SCENE = new OverdueScene();

    private long acme;

    @BeforeEach
    void aCustomer() {
        acme = SCENE.customer("acme", "strict");
    }

    private static Invoice.Due due(String time) {
        return new Invoice.Due(Instant.parse(time), null, null);
    }

    @Test
    void theGateNamesTheUnpaidInvoiceThatIsDueFirst() {
        InvoiceId later = SCENE.finalized(acme, 1, due("2026-03-20T00:00:00Z"));
        assertThat(unpaid()).isEqualTo(later.toString());
        InvoiceId sooner = SCENE.finalized(acme, 2, due("2026-03-10T00:00:00Z"));
        assertThat(unpaid()).isEqualTo(sooner.toString());

        SCENE.pay(sooner);
        assertThat(unpaid()).isEqualTo(later.toString());
        SCENE.pay(later);
        assertThat(unpaid()).isNull();
    }

    @Test
    void payingTheOneThatDeniesLiftsItThoughAnotherIsOverdue() {
        InvoiceId old = SCENE.finalized(acme, 1, due("2026-03-02T00:00:00Z"));
        SCENE.finalized(acme, 2, due("2026-03-10T00:00:00Z"));
        SCENE.clock().set("2026-03-16T00:00:00Z");
        assertThat(denied()).isEqualTo(DenyReason.PAYMENT_OVERDUE);

        SCENE.pay(old);

        assertThat(denied()).isNull();
        SCENE.clock().set("2026-03-24T00:00:00Z");
        assertThat(denied()).isEqualTo(DenyReason.PAYMENT_OVERDUE);
    }

    @Test
    void whatIsWithdrawnIsNotOwed() {
        InvoiceId id = SCENE.finalized(acme, 1, due("2026-03-02T00:00:00Z"));
        SCENE.clock().set("2026-03-20T00:00:00Z");
        assertThat(denied()).isEqualTo(DenyReason.PAYMENT_OVERDUE);

        SCENE.withdraw(id);

        assertThat(denied()).isNull();
    }

    @Test
    void whatIsGivenUpIsOwedUntilItIsPaid() {
        InvoiceId id = SCENE.finalized(acme, 1, due("2026-03-02T00:00:00Z"));
        SCENE.clock().set("2026-03-20T00:00:00Z");

        SCENE.giveUp(id);
        assertThat(denied()).isEqualTo(DenyReason.PAYMENT_OVERDUE);

        SCENE.pay(id);
        assertThat(denied()).isNull();
    }

    @Test
    void aPersonLetsACustomerGoOnUntilATime() {
        SCENE.finalized(acme, 1, due("2026-03-02T00:00:00Z"));
        SCENE.clock().set("2026-03-20T00:00:00Z");

        SCENE.debts().allow("acme", Instant.parse("2026-03-25T00:00:00Z"), "promised to pay on the 24th");

        assertThat(denied()).isNull();
        SCENE.clock().set("2026-03-25T00:00:00Z");
        assertThat(denied()).isEqualTo(DenyReason.PAYMENT_OVERDUE);
        assertThat(SCENE.debts().report(acme).extensions())
                .extracting(Extension::note)
                .containsExactly("promised to pay on the 24th");
    }

    @Test
    void theLatestWordHoldsAndATimeThatHasPassedEndsTheLeave() {
        SCENE.finalized(acme, 1, due("2026-03-02T00:00:00Z"));
        SCENE.clock().set("2026-03-20T00:00:00Z");
        SCENE.debts().allow("acme", Instant.parse("2026-05-01T00:00:00Z"), "a long leave");
        SCENE.clock().set("2026-03-21T00:00:00Z");
        assertThat(denied()).isNull();

        SCENE.debts().allow("acme", Instant.parse("2026-03-21T00:00:00Z"), "no longer");

        assertThat(denied()).isEqualTo(DenyReason.PAYMENT_OVERDUE);
        assertThat(SCENE.debts().report(acme).extensions())
                .extracting(Extension::note)
                .containsExactly("no longer", "a long leave");
    }

    @Test
    void leaveOutlivesTheInvoiceItWasGivenFor() {
        InvoiceId id = SCENE.finalized(acme, 1, due("2026-03-02T00:00:00Z"));
        SCENE.debts().allow("acme", Instant.parse("2026-05-01T00:00:00Z"), "a good customer");
        SCENE.pay(id);

        SCENE.finalized(acme, 2, due("2026-03-03T00:00:00Z"));

        SCENE.clock().set("2026-04-20T00:00:00Z");
        assertThat(denied()).isNull();
    }

    @Test
    void whatChangesTheDebtTakesASeqAndWhatDoesNotTakesNone() {
        InvoiceId id = SCENE.finalized(acme, 1, due("2026-03-02T00:00:00Z"));
        long before = nextSeq();

        SCENE.tell(id, due("2026-03-02T00:00:00Z"));
        assertThat(nextSeq()).isEqualTo(before);
        SCENE.tell(id, due("2026-03-05T00:00:00Z"));
        assertThat(nextSeq()).isEqualTo(before + 1);
    }

    @Test
    void leaveNeedsAReasonAndACustomer() {
        assertThatThrownBy(() -> SCENE.debts().allow("acme", Instant.MAX, " "))
                .isInstanceOf(Rejected.class)
                .hasMessageContaining("note");
        assertThatThrownBy(() -> SCENE.debts().allow("nobody", Instant.EPOCH, "why"))
                .isInstanceOf(Rejected.class)
                .hasMessageContaining("nobody");
    }

    private @Nullable String unpaid() {
        Debt.Unpaid unpaid = SCENE.debts().report(acme).debt().unpaid();
        return unpaid == null ? null : unpaid.invoiceId();
    }

    private long nextSeq() {
        return SCENE.core()
                .get(GateRepository.class)
                .read(List.of(acme))
                .firstEntry()
                .getValue()
                .nextSeq();
    }

    /** The same on both servers. */
    private static @Nullable DenyReason denied() {
        DenyReason first = denied(SCENE.core());
        assertThat(denied(SCENE.secondCore())).isEqualTo(first);
        return first;
    }

    private static @Nullable DenyReason denied(TestCore server) {
        CheckRequest request = new CheckRequest("acme", "gpt", new TreeMap<>(Map.of("tokens_in", 1L)));
        return server.get(QuotaLedger.class)
                .check(request)
                .toCompletableFuture()
                .join()
                .denied();
    }
}
