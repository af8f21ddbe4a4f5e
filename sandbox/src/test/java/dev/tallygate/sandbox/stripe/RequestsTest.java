package dev.tallygate.sandbox.stripe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallygate.sandbox.journal.Json;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is refused, and how, on the wire. */
class RequestsTest {
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

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(textBlock = """
                    sk_live_51ABCDEFGHIJKLMNOP, 401, livemode_mismatch
                    sk_test_of_somebody_else,   401,
                    tg_test_notAStripeKey,      401,
                    """)
    void onlyItsOwnTestKeyIsTaken(String key, int status, String code) throws IOException, InterruptedException {
        HttpResponse<String> answer = fixture.send("POST", "/v1/customers", Map.of(), "Authorization", "Bearer " + key);

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(StripeFixture.error(answer).path("code").asString("")).isEqualTo(code == null ? "" : code);
        assertThat(answer.body()).doesNotContain(key);
        assertThat(answer.headers().firstValue("Request-Id").orElse("")).startsWith("req_");
    }

    @Test
    void theKeyMayComeAsTheUserOfBasicAuthentication() throws IOException, InterruptedException {
        String user =
                Base64.getEncoder().encodeToString((fixture.stripe.apiKey() + ":").getBytes(StandardCharsets.UTF_8));

        assertThat(fixture.send("GET", "/v1/customers", Map.of(), "Authorization", "Basic " + user)
                        .statusCode())
                .isEqualTo(200);
    }

    @ParameterizedTest(name = "{0} {1} {2}={3}: {4} {5}")
    @CsvSource(textBlock = """
                    POST, /v1/customers,            colour,   red,      400, parameter_unknown
                    POST, /v1/customers,            balance,  1.5,      400, parameter_invalid
                    POST, /v1/invoices,             currency, usd,      400, parameter_missing
                    POST, /v1/invoices,             customer, cus_none, 404, resource_missing
                    GET,  /v1/customers/cus_none,   ,         ,         404, resource_missing
                    GET,  /v1/invoices/in_none,     ,         ,         404, resource_missing
                    GET,  /v1/customers?limit=0,    ,         ,         400, parameter_invalid
                    GET,  /v1/customers?limit=101,  ,         ,         400, parameter_invalid
                    GET,  /v1/customers?starting_after=cus_x, , ,       400, parameter_invalid
                    POST, /_sandbox/webhook-target, url,      ftp://x,  400, parameter_invalid
                    GET,  /v1/payouts,              ,         ,         404,
                    """)
    void badRequestsAreErrorObjects(String method, String path, String name, String value, int status, String code)
            throws IOException, InterruptedException {
        HttpResponse<String> answer = fixture.send(method, path, name == null ? Map.of() : Map.of(name, value));

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(StripeFixture.error(answer).path("type").stringValue()).isEqualTo("invalid_request_error");
        assertThat(StripeFixture.error(answer).path("code").asString("")).isEqualTo(code == null ? "" : code);
        assertThat(StripeFixture.error(answer).path("message").stringValue()).isNotBlank();
    }

    @ParameterizedTest(name = "{0} {1}: {2}")
    @CsvSource(textBlock = """
                    usd, 1,             200
                    NGN, 25000,         200
                    jpy, 1,             200
                    mga, 7,             200
                    ugx, 100,           200
                    ugx, 150,           400
                    isk, 101,           400
                    kwd, 1230,          200
                    kwd, 1234,          400
                    usd, -500,          200
                    usd, 999999999999,  200
                    usd, 1000000000000, 400
                    xxx, 100,           400
                    """)
    void amountsAreInTheSmallestUnitByStripesOwnTable(String currency, String amount, int status)
            throws IOException, InterruptedException {
        String customer = Json.string(
                Json.parse(fixture.send("POST", "/v1/customers", Map.of()).body()), "id");

        HttpResponse<String> answer = fixture.send(
                "POST", "/v1/invoiceitems", Map.of("customer", customer, "currency", currency, "amount", amount));

        assertThat(answer.statusCode()).isEqualTo(status);
    }

    @Test
    void anInvoiceHasOneCurrencyAndOneCustomer() throws IOException, InterruptedException {
        String one = Json.string(
                Json.parse(fixture.send("POST", "/v1/customers", Map.of()).body()), "id");
        String two = Json.string(
                Json.parse(fixture.send("POST", "/v1/customers", Map.of()).body()), "id");
        HttpResponse<String> made = fixture.send("POST", "/v1/invoices", Map.of("customer", one, "currency", "ngn"));
        String invoice = Json.string(Json.parse(made.body()), "id");

        Map<String, String> inDollars = Map.of("customer", one, "invoice", invoice, "currency", "usd", "amount", "100");
        Map<String, String> ofAnother = Map.of("customer", two, "invoice", invoice, "amount", "100");

        assertThat(fixture.send("POST", "/v1/invoiceitems", inDollars).statusCode())
                .isEqualTo(400);
        assertThat(fixture.send("POST", "/v1/invoiceitems", ofAnother).statusCode())
                .isEqualTo(400);
    }

    @Test
    void metadataIsMergedAndLimited() throws IOException, InterruptedException {
        HttpResponse<String> made =
                fixture.send("POST", "/v1/customers", Map.of("metadata[a]", "1", "metadata[b]", "2"));
        String path = "/v1/customers/" + Json.string(Json.parse(made.body()), "id");

        HttpResponse<String> merged = fixture.send("POST", path, Map.of("metadata[a]", "", "metadata[c]", "3"));

        assertThat(Json.write(Json.parse(merged.body()).path("metadata"))).isEqualTo("{\"b\":\"2\",\"c\":\"3\"}");
        assertThat(fixture.send("POST", path, Map.of("metadata[" + "k".repeat(41) + "]", "v"))
                        .statusCode())
                .isEqualTo(400);
        assertThat(fixture.send("POST", path, Map.of("metadata[k]", "v".repeat(501)))
                        .statusCode())
                .isEqualTo(400);
    }
}
