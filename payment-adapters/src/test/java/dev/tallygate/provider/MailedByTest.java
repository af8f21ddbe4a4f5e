package dev.tallygate.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallygate.customer.CustomerRegistry;
import dev.tallygate.invoice.InvoiceBook;
import dev.tallygate.mail.MailDrop;
import dev.tallygate.manual.ManualProvider;
import dev.tallygate.manual.ManualSettings;
import dev.tallygate.money.Money;
import dev.tallygate.operation.Mode;
import dev.tallygate.payment.Call;
import dev.tallygate.payment.InvoiceFacts;
import dev.tallygate.payment.MailedBy;
import dev.tallygate.payment.Outcome;
import dev.tallygate.payment.PaymentProvider;
import dev.tallygate.payment.Prepared;
import dev.tallygate.paystack.PaystackProvider;
import dev.tallygate.paystack.PaystackSettings;
import dev.tallygate.stripe.StripeProvider;
import dev.tallygate.stripe.StripeSettings;
import dev.tallygate.time.BillingPeriod;
import java.time.Duration;
import java.time.Instant;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What providers are told where Tallygate mails the invoices: to send none. */
class MailedByTest {
    private static final Currency USD = Currency.getInstance("USD");
    private static final BillingPeriod MARCH = BillingPeriod.monthContaining(Instant.parse("2026-03-01T00:00:00Z"));
    private static final Call.InvoiceReference INVOICE =
            new Call.InvoiceReference("installation-1", "inv_1_20260301_P1", 1, USD);
    private static final Call.ProviderDraft DRAFT = new Call.ProviderDraft(INVOICE, "cus_1", "in_1");

    @ParameterizedTest
    @CsvSource(textBlock = """
            SEND_INVOICE,         PROVIDER,  true
            SEND_INVOICE,         TALLYGATE, false
            CHARGE_AUTOMATICALLY, PROVIDER,  true
            CHARGE_AUTOMATICALLY, TALLYGATE, true
            """)
    void stripeAdvancesAnInvoiceThatIsOnlySentWhereItMailsIt(
            StripeSettings.Collection collection, MailedBy mailedBy, String advances) {
        StripeProvider stripe = new StripeProvider(
                new StripeSettings(
                        "sk_test_never",
                        "http://127.0.0.1:9",
                        List.of(),
                        "own",
                        collection,
                        30,
                        new StripeSettings.Timeouts(Duration.ofSeconds(1), Duration.ofSeconds(1))),
                Mode.TEST);

        assertThat(request(stripe, new Call.FinalizeInvoice(DRAFT, mailedBy))).contains("auto_advance=" + advances);
    }

    @ParameterizedTest
    @CsvSource({"PROVIDER, true", "TALLYGATE, false"})
    void paystackNotifiesTheCustomerWhereItMails(MailedBy mailedBy, String notifies) {
        PaystackProvider paystack = new PaystackProvider(
                new PaystackSettings(
                        "sk_test_never",
                        "",
                        "http://127.0.0.1:9",
                        "own",
                        30,
                        Map.of(),
                        new PaystackSettings.Timeouts(Duration.ofMillis(300), Duration.ofMillis(300))),
                Mode.TEST);

        assertThat(request(paystack, new Call.FinalizeInvoice(DRAFT, mailedBy)))
                .contains("\"send_notification\":" + notifies);
    }

    @ParameterizedTest
    @CsvSource({"PROVIDER, 1", "TALLYGATE, 0"})
    void bankTransferMailsNothingOfItsOwnWhereTallygateMails(MailedBy mailedBy, int mails) {
        try (MailDrop drop = MailDrop.open()) {
            ManualProvider manual = new ManualProvider(
                    new ManualSettings("IBAN XX00", 30),
                    drop.mailer(),
                    MailedByTest::noInvoices,
                    MailedByTest::noCustomers);
            Money amount = new Money(12_000, USD);
            Call.Content content = new Call.Content(
                    "Acme",
                    "acme@example.com",
                    MARCH,
                    MARCH.end(),
                    amount,
                    List.of(new Call.Line(1, amount, "tokens", MARCH)));

            Outcome outcome = manual.execute(new Call.CreateInvoice(INVOICE, "acme", content, mailedBy), "key-1");

            assertThat(outcome)
                    .isInstanceOfSatisfying(
                            Outcome.Accepted.class,
                            accepted -> assertThat(
                                            accepted.facts().orElseThrow().status())
                                    .isEqualTo(InvoiceFacts.Status.OPEN));
            assertThat(drop.read()).hasSize(mails);
        }
    }

    private static InvoiceBook noInvoices() {
        throw new IllegalStateException("nothing is read from the books here");
    }

    private static CustomerRegistry noCustomers() {
        throw new IllegalStateException("nothing is read from the books here");
    }

    private static String request(PaymentProvider provider, Call call) {
        return ((Prepared.Ready) provider.prepare(call)).request();
    }
}
