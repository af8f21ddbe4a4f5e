package dev.tallygate.sandbox.paystack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tallygate.sandbox.http.Fault;
import dev.tallygate.sandbox.journal.Json;
import dev.tallygate.sandbox.paystack.PaystackFixture.Said;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** What is refused, and what goes wrong on the way when a test ordered it. */
class RefusalsTest {
    private static final String DRAFT = "{\"customer\":\"CUS\",\"amount\":50000,\"draft\":true}";

    @TempDir
    Path folder;

    private PaystackFixture fixture;
    private String customer;

    @BeforeEach
    void start() throws IOException, InterruptedException {
        fixture = new PaystackFixture(folder);
        customer = fixture.customer("lagos@example.com");
    }

    @AfterEach
    void stop() {
        fixture.close();
    }

    private String draft() {
        return DRAFT.replace("CUS", customer);
    }

    private int requestCount() throws IOException, InterruptedException {
        return fixture.get("/paymentrequest").data().size();
    }

    @ParameterizedTest
    @ValueSource(strings = {"sk_live_0123456789abcdef", "sk_test_of_somebody_else", "", "pk_test_public"})
    void onlyItsOwnTestKeyIsTaken(String key) throws IOException, InterruptedException {
        HttpResponse<String> answer = fixture.send("GET", "/paymentrequest", "", key);

        assertThat(answer.statusCode()).isEqualTo(401);
        JsonNode body = Json.parse(answer.body());
        assertThat(body.path("status").asBoolean(true)).isFalse();
        assertThat(body.path("message").asString()).isEqualTo("Invalid key");
        assertThat(body.path("meta").path("nextStep").asString()).isNotEmpty();
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource(delimiter = '|', textBlock = """
                    {"amount": 50000}                                              | customer is required
                    {"customer": "CUS_nobody", "amount": 50000}                    | Customer not found
                    {"customer": "CUS"}                                            | amount: 0
                    {"customer": "CUS", "amount": "50000"}                         | amount: "50000" (expected: a whole number
                    {"customer": "CUS", "amount": 500.5}                           | amount: 500.5
                    {"customer": "CUS", "amount": -1}                              | amount: -1
                    {"customer": "CUS", "amount": 50000, "currency": "ngn"}        | currency: ngn (expected: GHS, KES, NGN
                    {"customer": "CUS", "amount": 50000, "due_date": "tomorrow"}   | due_date: tomorrow
                    {"customer": "CUS", "amount": 50000, "draft": "true"}          | draft: "true" (expected: true or false)
                    {"customer": "CUS", "amount": 50000, "metadata": {}}           | metadata: no such field
                    {"customer": "CUS", "line_items": [{"name": "a"}]}             | line_items[0].amount is required
                    {"customer": "CUS", "line_items": [{"name": "a", "amount": 1, "price": 2}]} | line_items[0].price: no such field
                    {"customer": "CUS",                                            | body: not JSON
                    [1]                                                            | body: no object
                    """)
    void aWrongRequestIsASentence(String body, String message) throws IOException, InterruptedException {
        Said said = fixture.post("/paymentrequest", body.replace("\"CUS\"", "\"" + customer + "\""));

        assertThat(said.status()).isIn(400, 404);
        assertThat(said.message()).startsWith(message);
        assertThat(said.body().path("type").asString()).isEqualTo("validation_error");
        assertThat(requestCount()).isZero();
    }

    @Test
    void aStateThatDoesNotAllowItIsRefused() throws IOException, InterruptedException {
        String draft = fixture.post("/paymentrequest", draft())
                .data()
                .path("request_code")
                .asString();

        assertThat(fixture.post("/paymentrequest/notify/" + draft, "").message())
                .contains("pending");
        assertThat(fixture.post("/_sandbox/paystack/paymentrequests/" + draft + "/pay", "")
                        .message())
                .contains("draft: it cannot be paid");
        assertThat(fixture.post("/paymentrequest/finalize/" + draft, "").status())
                .isEqualTo(200);
        assertThat(fixture.post("/paymentrequest/finalize/" + draft, "").message())
                .contains("not a draft");
        assertThat(fixture.post("/paymentrequest/finalize/PRQ_none", "").status())
                .isEqualTo(404);
        fixture.paystack.pay(draft, 50_000);
        assertThat(fixture.call("PUT", "/paymentrequest/" + draft, "{\"amount\":1}")
                        .message())
                .contains("paid");
    }

    @Test
    void aDraftCanBeChanged() throws IOException, InterruptedException {
        String code = fixture.draft(customer, 50_000).path("request_code").asString();

        Said updated = fixture.call("PUT", "/paymentrequest/" + code, """
                {"line_items": [{"name": "a", "amount": 100, "quantity": 3}], "tax": [{"name": "VAT", "amount": 7}]}""");

        assertThat(updated.data().path("amount").longValue()).isEqualTo(307);
        assertThat(updated.data().path("status").asString()).isEqualTo("draft");
    }

    @Test
    void aCallWhoseAnswerIsLostIsDoneAndOneThatIsCutIsNot() throws IOException, InterruptedException {
        fixture.paystack.order(Fault.once(Fault.Type.DROP_CALL, "POST", "/paymentrequest"));
        assertThatThrownBy(() -> fixture.post("/paymentrequest", draft())).isInstanceOf(IOException.class);
        assertThat(requestCount()).isZero();

        fixture.paystack.order(Fault.once(Fault.Type.DROP_ANSWER, "POST", "/paymentrequest"));
        assertThatThrownBy(() -> fixture.post("/paymentrequest", draft())).isInstanceOf(IOException.class);
        assertThat(requestCount()).isEqualTo(1);

        fixture.post("/paymentrequest", draft());
        assertThat(requestCount()).isEqualTo(2);
    }

    @Test
    void hangingAndLateAnswersKeepTheirPromise() throws IOException, InterruptedException {
        fixture.paystack.order(new Fault(Fault.Type.HANG, "POST", "/paymentrequest", 1, 1));
        assertThatThrownBy(() -> fixture.post("/paymentrequest", draft())).isInstanceOf(IOException.class);
        assertThat(requestCount()).isZero();

        fixture.paystack.order(new Fault(Fault.Type.DELAY_ANSWER, "POST", "/paymentrequest", 1, 1));
        assertThat(fixture.post("/paymentrequest", draft()).status()).isEqualTo(200);
        assertThat(requestCount()).isEqualTo(1);
    }

    @Test
    void aRateLimitSaysHowLongToWait() throws IOException, InterruptedException {
        fixture.paystack.order(new Fault(Fault.Type.RATE_LIMITED, "POST", "/paymentrequest", 2, 1_500));

        HttpResponse<String> answer = fixture.send("POST", "/paymentrequest", draft(), fixture.paystack.secretKey());

        assertThat(answer.statusCode()).isEqualTo(429);
        assertThat(answer.headers().firstValue("Retry-After")).contains("2");
        assertThat(requestCount()).isZero();
        assertThat(fixture.paystack.orderedFaults()).hasSize(1);
    }

    @Test
    void aServerErrorDoesNothingAndIsOverAfterwards() throws IOException, InterruptedException {
        fixture.paystack.order(Fault.once(Fault.Type.SERVER_ERROR, "", "/"));

        assertThat(fixture.post("/paymentrequest", draft()).status()).isEqualTo(500);

        assertThat(requestCount()).isZero();
        assertThat(fixture.get("/nothing/here").status()).isEqualTo(404);
    }
}
