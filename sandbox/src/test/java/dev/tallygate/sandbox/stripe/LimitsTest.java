package dev.tallygate.sandbox.stripe;

import static org.assertj.core.api.Assertions.assertThat;

import com.stripe.exception.StripeException;
import com.stripe.model.Customer;
import com.stripe.model.Invoice;
import com.stripe.param.InvoiceCreateParams;
import dev.tallygate.sandbox.provider.Awaiting;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What Stripe does to callers that do not expect it: limits, discounts, drafts that cannot be finalized. */
class LimitsTest {
    @TempDir
    Path folder;

    private StripeFixture fixture;

    @BeforeEach
    void start() throws IOException {
        fixture = new StripeFixture(folder);
    }

    @AfterEach
    void stop() {
        fixture.close();
    }

    @Test
    void noMoreCallsASecondAreAnsweredThanTheLimitSays() throws IOException, InterruptedException {
        fixture.post("/_sandbox/limits", "per_second", 5);

        int limited = 0;
        for (int call = 0; call < 30; call++) {
            HttpResponse<String> answer = fixture.send("GET", "/v1/balance", Map.of());
            if (answer.statusCode() == 429) {
                limited++;
                assertThat(answer.headers().firstValue("Stripe-Rate-Limited-Reason"))
                        .contains("global-rate");
            }
        }
        assertThat(limited).isPositive();
        fixture.post("/_sandbox/limits", "per_second", 0);
        for (int call = 0; call < 30; call++) {
            fixture.get("/v1/balance");
        }
    }

    @Test
    void anInvoiceInheritsItsCustomersDiscountUnlessAnEmptyOneShutsItOut()
            throws StripeException, IOException, InterruptedException {
        Customer customer = fixture.customer("a@example.com");
        fixture.post("/_sandbox/stripe/customers/" + customer.getId() + "/discount", "percent_off", "12.5");

        JsonNode inherited =
                fixture.get("/v1/invoices/" + fixture.draft(customer, 500, 300).getId());
        Invoice shut = fixture.client
                .v1()
                .invoices()
                .create(InvoiceCreateParams.builder()
                        .setCustomer(customer.getId())
                        .putExtraParam("discounts", "")
                        .build());
        fixture.post("/v1/invoiceitems", "customer", customer.getId(), "invoice", shut.getId(), "amount", 800);

        assertThat(inherited.path("subtotal").longValue()).isEqualTo(800);
        assertThat(inherited.path("total").longValue()).isEqualTo(700);
        assertThat(inherited
                        .path("total_discount_amounts")
                        .get(0)
                        .path("amount")
                        .longValue())
                .isEqualTo(100);
        assertThat(fixture.get("/v1/invoices/" + shut.getId()).path("total").longValue())
                .isEqualTo(800);
        fixture.post("/v1/invoices/" + inherited.path("id").stringValue(), "discounts", "");
        assertThat(fixture.get("/v1/invoices/" + inherited.path("id").stringValue())
                        .path("total")
                        .longValue())
                .isEqualTo(800);
    }

    @Test
    void aDraftThatCannotBeFinalizedSaysWhyAndStaysADraft() throws StripeException, IOException, InterruptedException {
        Customer customer = fixture.customer("a+sandbox_no_location@example.com");
        String invoice = fixture.draft(customer, 700).getId();

        assertThat(fixture.refused("/v1/invoices/" + invoice + "/finalize")
                        .path("code")
                        .stringValue())
                .isEqualTo("customer_tax_location_invalid");

        JsonNode shown = fixture.get("/v1/invoices/" + invoice);
        assertThat(shown.path("status").stringValue()).isEqualTo("draft");
        assertThat(shown.path("last_finalization_error").path("code").stringValue())
                .isEqualTo("customer_tax_location_invalid");
        assertThat(fixture.told()).endsWith("invoice.finalization_failed");

        fixture.post("/_sandbox/stripe/customers/" + customer.getId() + "/finalization", "fails", "false");
        JsonNode finalized = fixture.post("/v1/invoices/" + invoice + "/finalize");
        assertThat(finalized.path("last_finalization_error").isNull()).isTrue();
    }

    @Test
    void aDraftThatAdvancesByItselfFailsToFinalizeOnce() throws StripeException, IOException, InterruptedException {
        Customer customer = fixture.customer("a+sandbox_no_location@example.com");
        fixture.post("/v1/invoices", "customer", customer.getId(), "auto_advance", "true");

        fixture.clock.advance(Duration.ofHours(2));

        Awaiting.await(() -> failures() == 1);
        fixture.clock.advance(Duration.ofHours(2));
        fixture.post("/v1/customers", "email", "woken@example.com");
        assertThat(failures()).isEqualTo(1);
    }

    private long failures() {
        try {
            return fixture.told().stream()
                    .filter("invoice.finalization_failed"::equals)
                    .count();
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void anInvoiceIsToldToBeOverdueOnceWhenItsDueDateHasPassed()
            throws StripeException, IOException, InterruptedException {
        Customer customer = fixture.customer("a@example.com");
        String invoice = fixture.post(
                        "/v1/invoices",
                        "customer",
                        customer.getId(),
                        "collection_method",
                        "send_invoice",
                        "days_until_due",
                        30)
                .path("id")
                .stringValue();
        fixture.post("/v1/invoiceitems", "customer", customer.getId(), "invoice", invoice, "amount", 800);
        fixture.post("/v1/invoices/" + invoice + "/finalize");

        fixture.clock.advance(Duration.ofDays(30));

        Awaiting.await(() -> fixture.receiver.types().contains("invoice.overdue"));
        assertThat(fixture.told().stream().filter("invoice.overdue"::equals)).hasSize(1);
    }
}
