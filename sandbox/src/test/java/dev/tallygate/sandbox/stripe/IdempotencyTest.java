package dev.tallygate.sandbox.stripe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.stripe.exception.ApiException;
import com.stripe.exception.IdempotencyException;
import com.stripe.exception.StripeException;
import com.stripe.model.Customer;
import com.stripe.net.RequestOptions;
import com.stripe.param.CustomerCreateParams;
import com.stripe.param.InvoiceCreateParams;
import dev.tallygate.sandbox.http.Fault;
import dev.tallygate.sandbox.provider.Awaiting;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdempotencyTest {
    private static final CustomerCreateParams PARAMS =
            CustomerCreateParams.builder().setEmail("once@example.com").build();
    private static final RequestOptions KEY =
            RequestOptions.builder().setIdempotencyKey("cus:1").build();

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

    private Customer create(CustomerCreateParams params) throws StripeException {
        return fixture.client.v1().customers().create(params, KEY);
    }

    private int customerCount() throws StripeException {
        return fixture.client.v1().customers().list().getData().size();
    }

    @Test
    void theSameKeyWithTheSameParametersIsTheSameObjectAlsoAfterARestart() throws StripeException, IOException {
        Customer first = create(PARAMS);
        Customer second = create(PARAMS);
        fixture.restart();
        Customer third = create(PARAMS);

        assertThat(second.getId()).isEqualTo(first.getId());
        assertThat(third.getId()).isEqualTo(first.getId());
        assertThat(third.getLastResponse().headers().firstValue("Idempotent-Replayed"))
                .contains("true");
        assertThat(third.getLastResponse().headers().firstValue("Original-Request"))
                .contains(first.getLastResponse().requestId());
        assertThat(first.getLastResponse().headers().firstValue("Idempotent-Replayed"))
                .isEmpty();
        assertThat(customerCount()).isEqualTo(1);
    }

    @Test
    void theSameKeyWithOtherParametersIsAnIdempotencyError() throws StripeException {
        create(PARAMS);

        assertThatThrownBy(() -> create(CustomerCreateParams.builder()
                        .setEmail("else@example.com")
                        .build()))
                .isInstanceOf(IdempotencyException.class)
                .extracting(error -> ((StripeException) error).getStatusCode())
                .isEqualTo(400);
        assertThat(customerCount()).isEqualTo(1);
    }

    @Test
    void theSameKeyOnAnotherEndpointIsAnIdempotencyError() throws StripeException {
        Customer customer = create(PARAMS);

        assertThatThrownBy(() -> fixture.client
                        .v1()
                        .invoices()
                        .create(
                                InvoiceCreateParams.builder()
                                        .setCustomer(customer.getId())
                                        .build(),
                                KEY))
                .isInstanceOf(IdempotencyException.class)
                .hasMessageContaining("endpoint");
    }

    @Test
    void aKeyIsForgottenAfter24HoursAndNotBefore() throws StripeException {
        Customer first = create(PARAMS);

        fixture.clock.advance(Duration.ofHours(24).minusSeconds(1));
        assertThat(create(PARAMS).getId()).isEqualTo(first.getId());

        fixture.clock.advance(Duration.ofSeconds(1));
        assertThat(create(PARAMS).getId()).isNotEqualTo(first.getId());
    }

    @Test
    void aRefusalOfParametersIsNotKeptSoThatTheKeyMayComeAgainMended() throws IOException, InterruptedException {
        HttpResponse<String> refused =
                fixture.send("POST", "/v1/customers", Map.of("colour", "red"), "Idempotency-Key", "k");
        HttpResponse<String> mended =
                fixture.send("POST", "/v1/customers", Map.of("email", "a@example.com"), "Idempotency-Key", "k");

        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(StripeFixture.error(refused).path("param").stringValue()).isEqualTo("colour");
        assertThat(mended.statusCode()).isEqualTo(200);
    }

    @Test
    void aRefusalByTheObjectsStateIsKept() throws StripeException, IOException, InterruptedException {
        String void1 = "/v1/invoices/"
                + fixture.draft(fixture.customer("a@example.com"), 700).getId() + "/void";

        HttpResponse<String> first = fixture.send("POST", void1, Map.of(), "Idempotency-Key", "k");
        HttpResponse<String> second = fixture.send("POST", void1, Map.of(), "Idempotency-Key", "k");

        assertThat(first.statusCode()).isEqualTo(400);
        assertThat(second.body()).isEqualTo(first.body());
        assertThat(second.headers().firstValue("Idempotent-Replayed")).contains("true");
    }

    @Test
    void aStored500IsReplayedForItsKeyAndNothingWasDone() throws StripeException {
        fixture.stripe.order(Fault.once(Fault.Type.SERVER_ERROR, "POST", "/v1/customers"));

        assertThatThrownBy(() -> create(PARAMS)).isInstanceOf(ApiException.class);
        assertThatThrownBy(() -> create(PARAMS))
                .isInstanceOf(ApiException.class)
                .extracting(error -> ((ApiException) error).getStatusCode())
                .isEqualTo(500);

        assertThat(customerCount()).isZero();
        fixture.client.v1().customers().create(PARAMS);
        assertThat(customerCount()).isEqualTo(1);
    }

    @Test
    void aKeyThatIsBeingWorkedOnIsRefusedForNow() throws StripeException, InterruptedException {
        fixture.stripe.order(Fault.delay("POST", "/v1/customers", 3_000));
        CompletableFuture<Customer> slow = CompletableFuture.supplyAsync(() -> {
            try {
                return create(PARAMS);
            } catch (StripeException e) {
                throw new IllegalStateException(e);
            }
        });
        Awaiting.await(() -> fixture.stripe.orderedFaults().isEmpty());

        assertThatThrownBy(() -> create(PARAMS))
                .isInstanceOf(StripeException.class)
                .extracting(error -> ((StripeException) error).getCode())
                .isEqualTo("idempotency_key_in_use");
        Customer made = slow.join();
        assertThat(create(PARAMS).getId()).isEqualTo(made.getId());
    }

    @Test
    void theAnswerMayBeLostAndTheSameKeyBringsIt() throws StripeException {
        fixture.stripe.order(Fault.once(Fault.Type.DROP_ANSWER, "POST", "/v1/customers"));

        assertThatThrownBy(() -> create(PARAMS)).isInstanceOf(StripeException.class);

        assertThat(customerCount()).isEqualTo(1);
        assertThat(create(PARAMS).getEmail()).isEqualTo("once@example.com");
        assertThat(customerCount()).isEqualTo(1);
    }

    @Test
    void a429DoesNothingAndSaysWhy() throws StripeException, IOException, InterruptedException {
        fixture.send(
                "POST",
                "/_sandbox/script",
                Map.of("type", "rate_limited", "method", "POST", "path", "/v1/customers", "times", "2"));

        for (int call = 0; call < 2; call++) {
            HttpResponse<String> limited = fixture.send("POST", "/v1/customers", Map.of(), "Idempotency-Key", "k");
            assertThat(limited.statusCode()).isEqualTo(429);
            assertThat(limited.headers().firstValue("Stripe-Rate-Limited-Reason"))
                    .contains("global-rate");
        }
        assertThat(fixture.send("POST", "/v1/customers", Map.of(), "Idempotency-Key", "k")
                        .statusCode())
                .isEqualTo(200);
        assertThat(customerCount()).isEqualTo(1);
    }
}
