package dev.tallygate.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tallygate.SettableClock;
import dev.tallygate.TestDatabase;
import dev.tallygate.invoice.InvoiceId;
import dev.tallygate.invoice.InvoiceStatus;
import dev.tallygate.payment.PaymentWorld;
import dev.tallygate.paystack.PaystackProvider;
import dev.tallygate.sandbox.paystack.LocalPaystack;
import dev.tallygate.sandbox.paystack.Quirk;
import dev.tallygate.sandbox.provider.ProviderOptions;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The door for Paystack's webhooks, in a server whose loops deliver to a local Paystack and settle what it tells. */
class PaystackDoorTest {
    @RegisterExtension
    static final TestDatabase DATABASE = TestDatabase.create();

    @TempDir
    static Path folder;

    private static LocalPaystack paystack;
    private static RunningServer server;
    private static HttpCaller http;

    @BeforeAll
    static void start() throws IOException {
        URI nowhere = URI.create("http://127.0.0.1:9/webhooks/paystack");
        paystack = LocalPaystack.start(ProviderOptions.in(folder, nowhere));
        server = RunningServer.start(
                DATABASE, "paystack.secret-key=" + paystack.secretKey(), "paystack.api-base=" + paystack.url());
        http = new HttpCaller(server.httpPort(), "");
        paystack.sendWebhooksTo(URI.create("http://127.0.0.1:" + server.httpPort() + "/webhooks/paystack"));
    }

    @AfterAll
    static void stop() {
        server.close();
        paystack.close();
    }

    @Test
    void aDraftIsDeliveredPaidAndSettledByItself() {
        paystack.turn(Quirk.AMOUNT_AS_TEXT, true);
        paystack.turn(Quirk.METADATA_EMPTY_TEXT, true);
        paystack.turn(Quirk.NO_CURRENCY, true);
        var clock = SettableClock.at(Instant.now().toString());
        try (PaymentWorld world = new PaymentWorld(DATABASE, clock, server.bean(PaystackProvider.class))) {
            InvoiceId id = world.planned(world.customer("acme", "NGN"), 5_000_00, 1_250_00);

            long end = System.nanoTime() + Duration.ofMinutes(2).toNanos();
            while (world.invoice(id).status() != InvoiceStatus.PAID && System.nanoTime() < end) {
                LockSupport.parkNanos(50_000_000);
            }

            assertEquals(InvoiceStatus.PAID, world.invoice(id).status());
            assertEquals(world.invoice(id).total(), world.invoice(id).amountPaid());
            assertEquals(List.of(), world.parkedReasons());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"event\": \"paymentrequest.success\", \"data\": {\"request_code\": \"PRQ_1\", \"amount\": \"5000\"}}",
                "{\"event\": \"paymentrequest.success\", \"data\": {\"request_code\": \"PRQ_1\", \"metadata\": \"\"}}",
                "{\"event\": \"paymentrequest.success\", \"data\": {\"request_code\": \"PRQ_1\", \"metadata\": null}}",
                "{\"event\": \"charge.success\", \"data\": {\"amount\": [1], \"currency\": null}}",
                "{\"event\": \"refund.processed\", \"data\": 7}",
                "{\"event\": \"\u00fcnheard.of\"}"
            })
    void aSignedEventIsTakenHoweverItIsTyped(String body) {
        assertEquals(200, post(body, paystack.signature(body)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "[]", "{", "7", "{\"event\": null}", "{\"event\": {}}"})
    void aSignedBodyThatIsNoEventIs400(String body) {
        assertEquals(400, post(body, paystack.signature(body)));
    }

    @Test
    void aForgedWebhookIs400AndChangesNoRow() {
        String body = "{\"event\": \"paymentrequest.success\", \"data\": {\"request_code\": \"PRQ_forged\"}}";

        assertEquals(400, post(body, paystack.signature(body + " ")));
        assertEquals(400, post(body, ""));
        assertEquals(0, stored("PRQ_forged"));
    }

    @Test
    void theSameBodyTenTimesIsStoredOnce() {
        String body = "{\"event\": \"paymentrequest.success\", \"data\": {\"request_code\": \"PRQ_ten\"}}";

        assertTrue(IntStream.range(0, 10).allMatch(time -> post(body, paystack.signature(body)) == 200));

        assertEquals(1, stored("PRQ_ten"));
    }

    private static int post(String body, String signature) {
        return http.post("/webhooks/paystack", body.getBytes(StandardCharsets.UTF_8), "X-Paystack-Signature", signature)
                .status();
    }

    private static long stored(String requestCode) {
        return DATABASE.jdbcClient()
                .sql("select count(*) from provider_events where object_id = :id")
                .param("id", requestCode.getBytes(StandardCharsets.UTF_8))
                .query(Long.class)
                .single();
    }
}
