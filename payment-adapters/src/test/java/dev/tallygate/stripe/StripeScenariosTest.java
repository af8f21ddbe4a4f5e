package dev.tallygate.stripe;

import static org.assertj.core.api.Assertions.assertThat;

import com.stripe.exception.StripeException;
import com.stripe.model.Invoice;
import com.stripe.model.InvoiceItem;
import com.stripe.param.InvoiceItemCreateParams;
import com.stripe.param.InvoiceItemListParams;
import dev.tallygate.TestDatabase;
import dev.tallygate.customer.Customer;
import dev.tallygate.invoice.InvoiceId;
import dev.tallygate.invoice.InvoiceStatus;
import dev.tallygate.payment.PaymentWorld;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What somebody else did to a customer at Stripe, and what it does to the customer's invoice. */
class StripeScenariosTest {
    @RegisterExtension
    static final TestDatabase DATABASE = TestDatabase.create();

    @TempDir
    Path folder;

    private StripeWorld stripe;
    private PaymentWorld world;
    private Customer acme;

    @BeforeEach
    void open() throws IOException {
        DATABASE.clear();
        stripe = new StripeWorld(folder);
        world = new PaymentWorld(DATABASE, stripe.clock, stripe.provider);
        acme = world.customer("acme+sandbox_no_card", "USD");
        world.drainAll();
    }

    @AfterEach
    void close() {
        world.close();
        stripe.close();
    }

    /** Scenarios 16 and 17: both would change the total. */
    @Test
    void pendingItemsAndADiscountOfTheCustomerStayOut() throws StripeException, IOException, InterruptedException {
        stripe.client()
                .v1()
                .invoiceItems()
                .create(InvoiceItemCreateParams.builder()
                        .setCustomer(there())
                        .setAmount(3_00L)
                        .setCurrency("usd")
                        .build());
        control("discount", "percent_off=10");

        InvoiceId id = world.planned(acme, 20_00);
        world.drainAll();

        assertThat(world.invoice(id).status()).isEqualTo(InvoiceStatus.FINALIZED);
        assertThat(stripe.invoices()).extracting(Invoice::getTotal).containsExactly(20_00L);
        assertThat(pending()).extracting(InvoiceItem::getAmount).containsExactly(3_00L);
        assertThat(world.parkedReasons()).isEmpty();
    }

    /** Scenario 46: by a person, who reads what to mend, and goes on by a retry. */
    @Test
    void aDraftThatCannotBeFinalizedIsParkedWithTheReason() throws StripeException, IOException, InterruptedException {
        control("finalization", "fails=true");
        InvoiceId id = world.planned(acme, 20_00);
        world.drainAll();

        assertThat(world.invoice(id).status()).isEqualTo(InvoiceStatus.DRAFT);
        assertThat(stripe.invoices()).extracting(Invoice::getStatus).containsExactly("draft");
        assertThat(parked()).singleElement().asString().contains("customer_tax_location_invalid");

        control("finalization", "fails=false");
        world.retryParked();
        world.drainAll();

        assertThat(world.invoice(id).status()).isEqualTo(InvoiceStatus.FINALIZED);
        assertThat(stripe.invoices()).extracting(Invoice::getStatus).containsExactly("open");
        assertThat(world.parkedReasons()).isEmpty();
    }

    private String there() {
        return acme().atProvider().orElseThrow();
    }

    private Customer acme() {
        return world.customers().require(acme.profile().customerId());
    }

    private List<InvoiceItem> pending() throws StripeException {
        return stripe.client()
                .v1()
                .invoiceItems()
                .list(InvoiceItemListParams.builder().setPending(true).build())
                .getData();
    }

    private List<String> parked() {
        return world.parked().open(100).stream()
                .map(entry -> entry.cause().detail())
                .toList();
    }

    /** What Stripe has no call for. */
    private void control(String what, String form) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("%s/_sandbox/stripe/customers/%s/%s".formatted(stripe.stripe.url(), there(), what)))
                .header("content-type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form))
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        }
    }
}
