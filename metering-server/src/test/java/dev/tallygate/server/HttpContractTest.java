package dev.tallygate.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.api.AnnotationsProto;
import com.google.api.HttpRule;
import dev.tallygate.server.HttpCaller.Answer;
import dev.tallygate.v1.MeteringServiceProto;
import dev.tallygate.v1.RecordUsageRequest;
import dev.tallygate.v1.Scope;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** MeteringService as HTTP/JSON, over its socket, on a real database. */
class HttpContractTest {
    private static final SharedServer SERVER = SharedServer.get();
    private final HttpCaller http = new HttpCaller(SERVER.httpPort(), SERVER.adminKey());

    @Test
    void anEventGoesInAndUsageComesOutAsJson() {
        SERVER.createSubscriber("json/1");
        Answer recorded = http.post("/v1/usage:record", """
                {"events": [{"event_id": "e1", "customerId": "json/1", "model_id": "gpt-4o",
                             "usage_time": "%s", "tokens_in": "1500", "quantities": {"images": 2}}],
                 "with_quota": true}
                """.formatted(Instant.now()));
        Answer usage = http.get("/v1/customers/json%2F1/usage");

        assertEquals(200, recorded.status(), () -> recorded.body().toString());
        assertEquals("VERDICT_RECORDED", text(recorded.body(), "results", 0, "verdict"));
        assertEquals("0.015", text(recorded.body(), "results", 0, "cost"));
        assertFalse(recorded.body().at("/results/0/late").asBoolean(true));
        assertEquals("0.015", recorded.body().at("/quotas/0/quota/spend").asString());
        assertEquals(200, usage.status());
        assertTrue(usage.contentType().startsWith("application/json"), usage.contentType());
        assertEquals("json/1", usage.body().at("/customer_id").asString());
        assertTrue(usage.body().at("/totals/0/tokens_in").isString(), "int64 is a string");
        assertEquals("1500", usage.body().at("/totals/0/tokens_in").asString());
    }

    private static String text(JsonNode body, String list, int index, String field) {
        return body.path(list).path(index).path(field).asString("");
    }

    @Test
    void aQueryFieldReachesTheCall() {
        SERVER.createSubscriber("query");

        Answer before = http.get("/v1/customers/query/usage?period_start=2020-01-15T00:00:00Z");
        Answer unknown = http.get("/v1/customers/query/usage?month=2020-01");
        Answer twice = http.get("/v1/customers/query/usage?period_start=2020-01-15T00:00:00Z&period_start=x");

        assertEquals(200, before.status(), () -> before.body().toString());
        assertEquals(0, before.body().path("totals").size());
        assertEquals(400, unknown.status());
        assertEquals("FIELD_INVALID", unknown.body().path("reason").asString());
        assertEquals(400, twice.status());
    }

    @Test
    void aDenialIs402WithWhatAProductHandsOn() {
        SERVER.createSubscriber("http-capped");
        SERVER.metering()
                .recordUsage(RecordUsageRequest.newBuilder()
                        .addEvents(SharedServer.event("http-capped", "e1").setTokensIn(100_000))
                        .build());

        Answer denied = http.post(
                "/v1/quota:check",
                "{\"customer_id\": \"http-capped\", \"model_id\": \"gpt-4o\", \"quantities\": {\"tokens_in\": 1}}");

        assertEquals(402, denied.status());
        assertEquals("application/problem+json", denied.contentType());
        JsonNode body = denied.body();
        assertEquals(402, body.path("status").asInt());
        assertEquals("SPEND_CAP_REACHED", body.path("reason").asString());
        assertEquals("1", body.path("limit").asString());
        assertEquals("1", body.path("used").asString());
        assertEquals("0", body.path("held").asString());
        assertEquals("USD", body.path("currency_code").asString());
        assertEquals("https://example.com/billing", body.path("resolve_url").asString());
        assertTrue(Instant.parse(body.path("reset_time").asString()).isAfter(Instant.now()));
    }

    @Test
    void anOverdueInvoiceIs402WithWhereItIsPaidUntilItIs() {
        SERVER.createSubscriber("http-overdue", "strict");
        SERVER.owe("http-overdue", "inv_9_20260101_P1", "https://pay.example/9");
        String ask = "{\"customer_id\": \"http-overdue\", \"model_id\": \"gpt-4o\", \"quantities\": {\"tokens_in\": 1}";

        Answer check = http.post("/v1/quota:check", ask + "}");
        Answer reserve = http.post("/v1/quota:reserve", ask + ", \"reservation_id\": \"r1\"}");

        for (Answer denied : List.of(check, reserve)) {
            JsonNode body = denied.body();
            assertEquals(402, denied.status(), body::toString);
            assertEquals("PAYMENT_OVERDUE", body.path("reason").asString());
            assertEquals("inv_9_20260101_P1", body.path("invoice_id").asString());
            assertEquals("2026-01-05T00:00:00Z", body.path("due_time").asString());
            assertEquals("https://pay.example/9", body.path("resolve_url").asString());
            assertTrue(body.path("reset_time").isMissingNode(), "no new period ends it");
            assertTrue(body.path("limit").isMissingNode(), "no limit was met");
        }
        SERVER.owe("http-overdue", null, null);
        Answer paid = http.post("/v1/quota:check", ask + "}");
        assertEquals(200, paid.status());
        assertTrue(paid.body().path("overdue_invoice").isMissingNode());
    }

    @Test
    void aDenialThatMoneyDoesNotMendIs403() {
        Answer denied = http.post("/v1/quota:check", "{\"customer_id\": \"nobody\"}");

        assertEquals(403, denied.status());
        assertEquals("CUSTOMER_UNKNOWN", denied.body().path("reason").asString());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            /v1/usage:record | {"events": []}                                  | 400 | BATCH_EMPTY
            /v1/usage:record | {"events": [{"tokens": 1}]}                     | 400 | FIELD_INVALID
            /v1/usage:record | {broken                                         | 400 | FIELD_INVALID
            /v1/usage        | {}                                              | 404 | ROUTE_NOT_FOUND
            /v1/quota:check  | {"customer_id":"x","quantities":{"images":-1}}  | 400 | QUANTITY_NEGATIVE
            """)
    void aRefusalIsAProblemWithItsReason(String path, String body, int status, String reason) {
        Answer answer = http.post(path, body);

        assertEquals(status, answer.status(), () -> answer.body().toString());
        assertEquals("application/problem+json", answer.contentType());
        assertEquals(reason, answer.body().path("reason").asString());
    }

    @Test
    void withoutAKeyOrWithAnotherScopeNothingIsLetIn() {
        HttpCaller ingest = new HttpCaller(SERVER.httpPort(), SERVER.createKey("", Scope.SCOPE_INGEST));

        Answer missing = new HttpCaller(SERVER.httpPort(), "").post("/v1/quota:check", "{}");
        Answer wrong = new HttpCaller(SERVER.httpPort(), "tg_test_wrong").post("/v1/quota:check", "{}");
        Answer scope = ingest.post("/v1/quota:check", "{}");

        assertEquals(401, missing.status());
        assertEquals("API_KEY_MISSING", missing.body().path("reason").asString());
        assertTrue(missing.response().headers().firstValue("www-authenticate").isPresent());
        assertEquals(401, wrong.status());
        assertEquals(403, scope.status());
        assertEquals("SCOPE_MISSING", scope.body().path("reason").asString());
    }

    @ParameterizedTest
    @ValueSource(ints = {8 * 1024 * 1024 + 1, 10 * 1024 * 1024})
    void aBodyBeyondEightMebibytesIs413(int size) {
        byte[] body = " ".repeat(size).getBytes(StandardCharsets.US_ASCII);

        Answer answer = http.post("/v1/usage:record", body);

        assertEquals(413, answer.status());
        assertEquals("MESSAGE_TOO_LARGE", answer.body().path("reason").asString());
    }

    @Test
    void aBodyOfEightMebibytesIsRead() {
        byte[] body = ("{\"events\": []}" + " ".repeat(8 * 1024 * 1024 - 14)).getBytes(StandardCharsets.US_ASCII);

        assertEquals(
                "BATCH_EMPTY",
                http.post("/v1/usage:record", body).body().path("reason").asString());
    }

    @Test
    void anIdempotencyKeyIsAccepted() {
        Answer answer = http.post("/v1/usage:record", "{}".getBytes(StandardCharsets.UTF_8), "Idempotency-Key", "abc");

        assertEquals("BATCH_EMPTY", answer.body().path("reason").asString());
    }

    @Test
    void everyRpcOfMeteringServiceButTheStreamHasARoute() {
        List<HttpRule> rules = MeteringServiceProto.getDescriptor().getServices().getFirst().getMethods().stream()
                .filter(method -> !method.isClientStreaming())
                .map(method -> method.getOptions().getExtension(AnnotationsProto.http))
                .toList();

        for (HttpRule rule : rules) {
            String path = (rule.getGet() + rule.getPost()).replaceAll("\\{[a-z_]+}", "x");
            Answer answer = rule.getGet().isEmpty() ? http.post(path, "{}") : http.get(path);
            assertFalse(answer.body().toString().contains("ROUTE_NOT_FOUND"), path);
        }
    }
}
