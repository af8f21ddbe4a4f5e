package dev.tallygate.sandbox.description;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.opentest4j.AssertionFailedError;
import org.opentest4j.TestAbortedException;
import tools.jackson.databind.ObjectMapper;

/** What is wrong is found: in a description of our own, in Stripe's and in Paystack's. */
class OpenApiTest {
    private static final OpenApi SHOP =
            new OpenApi(new ObjectMapper().readTree("""
            {"paths": {"/orders/{id}": {"post": {
                "parameters": [
                  {"in": "path", "name": "id", "schema": {"type": "integer"}},
                  {"in": "query", "name": "state", "required": true, "schema": {"type": "string", "enum": ["open", "paid"]}}],
                "requestBody": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/order"}}}},
                "responses": {"200": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/order"}}}}}}}},
             "components": {"schemas": {"order": {
                "type": "object", "required": ["name", "lines"],
                "properties": {
                  "name": {"type": "string", "maxLength": 5},
                  "note": {"type": "string", "nullable": true},
                  "payer": {"anyOf": [{"type": "string"}, {"$ref": "#/components/schemas/payer"}]},
                  "lines": {"type": "array", "items": {"type": "object", "properties": {"amount": {"type": "integer"}}}}}},
              "payer": {"type": "object", "required": ["email"], "properties": {"email": {"type": "string"}}}}}}
            """), List.of("200 POST /orders/\\{id} lines\\[].known: unknown"));

    @Test
    void whatIsAsDescribedIsNoFinding() {
        assertThat(SHOP.requestFindings(
                        order("/orders/7", Map.of("state", "open"), "{\"name\": \"acme\", \"lines\": []}")))
                .isEmpty();
        assertThat(SHOP.answerFindings(answer(200, """
                {"name": "acme", "note": null, "payer": "p", "lines": [{"amount": 1, "known": 2}]}"""))).isEmpty();
        assertThat(SHOP.answerFindings(answer(200, """
                {"name": "acme", "payer": {"email": "a@example.com"}, "lines": []}"""))).isEmpty();
    }

    @Test
    void eachKindOfDifferenceOfARequestIsFound() {
        assertThat(SHOP.requestFindings(order("/order/7", Map.of(), "{}")))
                .containsExactly("POST /order/7: no such call");
        assertThat(SHOP.requestFindings(order("/orders/x", Map.of("state", "half", "colour", "red"), """
                {"name": "acme inc", "lines": [{"amount": "1"}], "discount": 1}""")))
                .containsExactlyInAnyOrder(
                        "POST /orders/{id} {id}: no integer",
                        "POST /orders/{id} ?state: half (expected: one of [\"open\",\"paid\"])",
                        "POST /orders/{id} ?colour: unknown",
                        "POST /orders/{id} name: longer than 5",
                        "POST /orders/{id} lines[].amount: STRING (expected: integer)",
                        "POST /orders/{id} discount: unknown");
        assertThat(SHOP.requestFindings(order("/orders/7", Map.of(), "{\"name\": \"acme\", \"lines\": []}")))
                .containsExactly("POST /orders/{id} ?state: missing");
    }

    @Test
    void eachKindOfDifferenceOfAnAnswerIsFound() {
        assertThat(SHOP.answerFindings(answer(200, """
                {"name": null, "payer": {"mail": "a@example.com"}, "lines": [{"amount": 1.5, "other": 2}]}""")))
                .containsExactlyInAnyOrder(
                        "200 POST /orders/{id} name: null (expected: string)",
                        "200 POST /orders/{id} payer: OBJECT (expected: string)",
                        "200 POST /orders/{id} lines[].amount: NUMBER (expected: integer)",
                        "200 POST /orders/{id} lines[].other: unknown");
        assertThat(SHOP.answerFindings(answer(200, "{}")))
                .containsExactly("200 POST /orders/{id} name: missing", "200 POST /orders/{id} lines: missing");
    }

    @Test
    void aWrongAnswerOfStripesIsFound() {
        assertThat(StripeDescription.needed()
                        .answerFindings(new Exchange("GET", "/v1/refunds/re_1", Map.of(), "", 200, """
                        {"id": "re_1", "object": "refunds", "amount": "12", "currency": "usd", "invoice": "in_1"}""")))
                .contains(
                        "200 GET /v1/refunds/{refund} object: \"refunds\" (expected: one of [\"refund\"])",
                        "200 GET /v1/refunds/{refund} amount: STRING (expected: integer)",
                        "200 GET /v1/refunds/{refund} invoice: unknown",
                        "200 GET /v1/refunds/{refund} created: missing");
    }

    @Test
    void aWrongAnswerOfPaystacksIsFound() {
        assertThat(PaystackDescription.needed()
                        .answerFindings(new Exchange("GET", "/transaction/verify/ref", Map.of(), "", 200, """
                        {"status": true, "message": "ok", "data": {"id": 1, "amount": "12", "refrence": "ref"}}""")))
                .contains(
                        "200 GET /transaction/verify/{reference} data.amount: STRING (expected: integer)",
                        "200 GET /transaction/verify/{reference} data.refrence: unknown",
                        "200 GET /transaction/verify/{reference} data.reference: missing");
    }

    @Test
    void whatIsMissingIsSkippedAndInCiItHasFailed() {
        assertThatThrownBy(() -> thrown(Needed.or("no Go", false))).isInstanceOf(TestAbortedException.class);
        assertThatThrownBy(() -> thrown(Needed.or("no Go", true)))
                .isInstanceOf(AssertionFailedError.class)
                .hasMessageContaining("no Go");
    }

    private static void thrown(Supplier<RuntimeException> missing) {
        throw missing.get();
    }

    private static Exchange order(String path, Map<String, String> query, String body) {
        return Exchange.asking("POST", path, query, body);
    }

    private static Exchange answer(int status, String json) {
        return new Exchange("POST", "/orders/7", Map.of(), "", status, json);
    }
}
