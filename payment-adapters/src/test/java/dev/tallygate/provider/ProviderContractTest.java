package dev.tallygate.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallygate.TestDatabase;
import dev.tallygate.customer.Customer;
import dev.tallygate.customer.CustomerProfile;
import dev.tallygate.invoice.InvoiceId;
import dev.tallygate.invoice.InvoiceStatus;
import dev.tallygate.payment.CallKind;
import dev.tallygate.payment.CrashingProvider;
import dev.tallygate.payment.Fetched;
import dev.tallygate.payment.InvoiceFacts;
import dev.tallygate.payment.InvoiceFacts.Status;
import dev.tallygate.payment.PaymentProvider;
import dev.tallygate.payment.PaymentReconciler.Reconciled;
import dev.tallygate.payment.PaymentWorld;
import dev.tallygate.payment.PlannedCall;
import dev.tallygate.payment.Receipt;
import dev.tallygate.payment.Verification;
import dev.tallygate.provider.ProviderWorld.Misfortune;
import dev.tallygate.provider.ProviderWorld.There;
import dev.tallygate.provider.ProviderWorld.Told;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Currency;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every provider promises behind the port, whatever happens to a call; kills are in {@link KilledDeliveryTest}. */
public abstract class ProviderContractTest {
    @TempDir
    Path folder;

    private ProviderWorld there;
    private PaymentWorld here;

    /** A schema of the class's own. */
    protected abstract TestDatabase database();

    /** A new, empty provider that keeps its files in the folder. */
    protected abstract ProviderWorld open(Path folder) throws IOException;

    @BeforeEach
    void openBoth() throws IOException {
        database().clear();
        there = open(folder);
        here = here(there.provider());
    }

    @AfterEach
    void closeBoth() {
        here.close();
        there.close();
    }

    @Test
    void anInvoiceIsDeliveredOnceAndReadsBackEqual() {
        InvoiceId id = here.planned(customer("acme"), 200_00, 51_50);

        here.drainAll();

        There invoice = onlyInvoice();
        assertThat(invoice.total()).isEqualTo(251_50);
        assertThat(invoice.currency()).isEqualToIgnoringCase(there.currency());
        assertThat(invoice.lines()).containsExactly(200_00L, 51_50L);
        assertThat(here.invoice(id).status()).isEqualTo(InvoiceStatus.FINALIZED);
        assertThat(here.invoice(id).reference().providerInvoiceId()).isEqualTo(invoice.id());
        assertThat(facts(invoice.id()).total()).isEqualTo(here.invoice(id).total());
        assertThat(here.parkedReasons()).isEmpty();
    }

    @Test
    void linesOfZeroAndBelowKeepTheTotal() {
        InvoiceId id = here.planned(customer("acme"), 200_00, 0, -50);

        here.drainAll();

        assertThat(onlyInvoice().total()).isEqualTo(199_50);
        assertThat(here.invoice(id).status()).isEqualTo(InvoiceStatus.FINALIZED);
        assertThat(here.parkedReasons()).isEmpty();
    }

    @Test
    void anInvoiceOfZeroIsPaidAtOnce() {
        InvoiceId id = here.planned(customer("acme"), 10_00, -10_00);

        here.drainAll();

        assertThat(here.invoice(id).status()).isEqualTo(InvoiceStatus.PAID);
        assertThat(here.invoice(id).amountPaid().isZero()).isTrue();
        assertThat(here.parkedReasons()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Misfortune.class)
    void aMisfortuneAtAnyStepDoublesNothing(Misfortune misfortune) {
        Set<CallKind> kinds = kinds();
        for (CallKind kind : kinds) {
            there.order(misfortune, kind);
            Instant begin = there.clock().instant();
            InvoiceId id = here.planned(customer("customer-" + kind), 100_00, 50_00);

            here.drainAll();

            assertThat(here.invoice(id).status())
                    .as("%s at %s", misfortune, kind)
                    .isEqualTo(InvoiceStatus.FINALIZED);
            if (!misfortune.isSlow()) {
                assertThat(there.clock().instant()).isBefore(begin.plus(Duration.ofHours(1)));
            }
        }

        assertThat(there.customers()).hasSize(kinds.size());
        assertThat(there.invoices())
                .hasSize(kinds.size())
                .allSatisfy(invoice -> assertThat(invoice.lines()).containsExactly(100_00L, 50_00L));
        assertThat(here.parkedReasons()).isEmpty();
    }

    @Test
    void whileNobodyAnswersNothingIsLost() {
        Customer acme = customer("acme");
        try (PaymentWorld away = here(there.unreachable())) {
            InvoiceId id = away.planned(acme, 100_00);
            for (int look = 0; look < 3; look++) {
                int accepted = away.delivery().drain(10).accepted();
                assertThat(accepted).isEqualTo(look == 0 ? there.callsThatNeedNobody() : 0);
                there.clock().advance(Duration.ofHours(13));
            }
            assertThat(away.invoice(id).status()).isEqualTo(InvoiceStatus.DRAFT);
        }

        here.drainAll();

        assertThat(onlyInvoice().status()).isEqualTo(Status.OPEN);
        assertThat(there.customers()).hasSize(1);
        assertThat(here.parkedReasons()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aVoidedInvoiceIsTakenBack(boolean isFinalized) {
        InvoiceId id = here.planned(customer("acme"), 100_00);
        if (isFinalized) {
            here.drainAll();
        } else {
            untilItIsThere();
        }

        here.invoices().voidInvoice(id.toString(), there.clock().instant());
        here.drainAll();

        assertThat(there.invoices()).isEmpty();
        assertThat(here.invoice(id).status()).isEqualTo(InvoiceStatus.VOID);
        assertThat(here.parkedReasons()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            value = Misfortune.class,
            names = {"ANSWER_LOST", "CALL_LOST", "SERVER_ERROR"})
    void anInvoiceThatIsVoidBeforeItsAnswerLeavesNothing(Misfortune misfortune) {
        Customer acme = customer("acme");
        here.drainAll();
        there.order(misfortune, CallKind.CREATE_INVOICE);
        InvoiceId id = here.planned(acme, 100_00);
        here.delivery().drain(1);

        here.invoices().voidInvoice(id.toString(), there.clock().instant());
        here.drainAll();

        assertThat(there.invoices()).isEmpty();
        assertThat(here.parkedReasons()).isEmpty();
    }

    @Test
    void aPaymentThatIsToldTenTimesIsBookedOnce() {
        InvoiceId id = here.planned(customer("acme"), 100_00);
        here.drainAll();
        there.pay(here, id);
        List<Told> told = there.told(onlyInvoice().id());

        for (int time = 0; time < 10; time++) {
            told.forEach(this::receive);
            here.settler().settle(100);
        }

        assertPaid(id);
        assertThat(here.eventStates()).hasSizeLessThanOrEqualTo(Math.max(1, told.size()));
    }

    @Test
    void aPaymentThatIsToldBeforeOurOwnAnswerIsStoredIsBooked() {
        var crashing = new CrashingProvider(there.provider());
        try (PaymentWorld dying = here(crashing)) {
            InvoiceId id = dying.planned(customer("acme"), 100_00);
            crashing.crashAfter(there.provider().planInvoice(1).getLast().kind());
            assertThat(isCrashed(dying)).isTrue();
            assertThat(here.invoice(id).status()).isEqualTo(InvoiceStatus.DRAFT);
            there.pay(here, id);

            there.told(onlyInvoice().id()).forEach(this::receive);
            here.settler().settle(100);
            here.drainAll();

            assertPaid(id);
        }
    }

    @Test
    void aPaymentThatIsNeverToldIsFoundByAsking() {
        InvoiceId id = here.planned(customer("acme"), 100_00);
        here.drainAll();
        there.pay(here, id);
        there.told(onlyInvoice().id());

        assertThat(here.reconciler().reconcile(id.toString())).isIn(Reconciled.MENDED, Reconciled.EQUAL);

        assertPaid(id);
        assertThat(here.reconciler().reconcile(id.toString())).isEqualTo(Reconciled.EQUAL);
    }

    @Test
    void aForgedWebhookChangesNothing() {
        InvoiceId id = here.planned(customer("acme"), 100_00);
        here.drainAll();
        there.pay(here, id);
        List<Told> told = there.told(onlyInvoice().id());

        assertThat(verified("{}", Map.of())).isInstanceOf(Verification.Refused.class);
        for (Told genuine : told) {
            assertThat(verified(genuine.body(), genuine.headers())).isInstanceOf(Verification.Genuine.class);
            assertThat(verified(genuine.body() + " ", genuine.headers())).isInstanceOf(Verification.Refused.class);
            assertThat(verified(genuine.body(), forged(genuine))).isInstanceOf(Verification.Refused.class);
            assertThat(verified(genuine.body(), Map.of())).isInstanceOf(Verification.Refused.class);
        }
    }

    @Test
    void factsFollowTheStates() {
        InvoiceId id = here.planned(customer("acme"), 100_00);
        here.drainAll();
        String name = onlyInvoice().id();

        InvoiceFacts open = facts(name);
        assertThat(open.status()).isEqualTo(Status.OPEN);
        assertThat(open.paid().amount().isZero()).isTrue();
        assertThat(open.paid().remaining()).isEqualTo(open.total());
        there.pay(here, id);
        InvoiceFacts paid = facts(name);

        assertThat(paid.status()).isEqualTo(Status.PAID);
        assertThat(paid.paid().amount()).isEqualTo(open.total());
        assertThat(paid.paid().remaining().isZero()).isTrue();
    }

    private static boolean isCrashed(PaymentWorld world) {
        try {
            world.drainAll();
            return false;
        } catch (CrashingProvider.Crash crash) {
            return true;
        }
    }

    private void untilItIsThere() {
        for (int call = 0; call < 10 && there.invoices().isEmpty(); call++) {
            here.delivery().drain(1);
        }
    }

    private Set<CallKind> kinds() {
        Set<CallKind> kinds = new LinkedHashSet<>();
        kinds.add(CallKind.CREATE_CUSTOMER);
        there.provider().planInvoice(2).stream().map(PlannedCall::kind).forEach(kinds::add);
        return kinds;
    }

    private Customer customer(String customerId) {
        return here.customers()
                .create(new CustomerProfile(
                        customerId,
                        "The people of " + customerId,
                        there.email(customerId),
                        Currency.getInstance(there.currency()),
                        there.provider().name()));
    }

    private PaymentWorld here(PaymentProvider provider) {
        return new PaymentWorld(database(), there.clock(), provider);
    }

    private There onlyInvoice() {
        List<There> invoices = there.invoices().stream()
                .filter(invoice -> invoice.total() == 100_00 || there.invoices().size() == 1)
                .toList();
        assertThat(invoices).hasSize(1);
        return invoices.getFirst();
    }

    private InvoiceFacts facts(String providerInvoiceId) {
        Fetched<InvoiceFacts> fetched = there.provider().fetchInvoice(providerInvoiceId);
        assertThat(fetched).isInstanceOf(Fetched.Found.class);
        return ((Fetched.Found<InvoiceFacts>) fetched).value();
    }

    private void assertPaid(InvoiceId id) {
        assertThat(here.invoice(id).status()).isEqualTo(InvoiceStatus.PAID);
        assertThat(here.invoice(id).amountPaid()).isEqualTo(here.invoice(id).total());
        assertThat(here.parkedReasons()).isEmpty();
    }

    private void receive(Told told) {
        Receipt receipt = here.inbox().receive(there.provider().name(), bytes(told.body()), told.headers());
        assertThat(receipt).isInstanceOfAny(Receipt.Stored.class, Receipt.Repeated.class);
    }

    private Verification verified(String body, Map<String, String> headers) {
        return there.provider().verify(bytes(body), headers, there.clock().instant());
    }

    /** Some digits of the signature are others. */
    private static Map<String, String> forged(Told genuine) {
        Map<String, String> headers = new HashMap<>(genuine.headers());
        headers.replaceAll((name, value) ->
                name.endsWith("signature") ? value.replace('a', 'b').replace('1', '2') : value);
        return headers;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
