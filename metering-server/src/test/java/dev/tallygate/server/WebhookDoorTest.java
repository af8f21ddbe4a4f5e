package dev.tallygate.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tallygate.SettableClock;
import dev.tallygate.TestDatabase;
import dev.tallygate.server.HttpCaller.Answer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Webhooks through the real HTTP socket into a real database. */
class WebhookDoorTest {
    private static final String VECTORS = "shared/data/signature-vectors.json";
    private static final SettableClock CLOCK = SettableClock.at("2026-03-11T00:00:00Z");
    private static final String SECRET = "whsec_test_secret";
    private static final String THIN_SECRET = "whsec_thin_secret";

    @RegisterExtension
    static final TestDatabase DATABASE = TestDatabase.create();

    private static RunningServer server;
    private static HttpCaller http;

    /** The clock that the vectors' signatures are judged by. */
    @Configuration(proxyBeanMethods = false)
    static class Clocks {
        @Bean
        @Primary
        Clock settableClock() {
            return CLOCK;
        }
    }

    @BeforeAll
    static void start() {
        server = RunningServer.start(
                DATABASE,
                List.of(Clocks.class),
                "stripe.api-key=sk_test_123",
                "stripe.api-base=http://127.0.0.1:1",
                "stripe.webhook-secrets=" + SECRET + ",whsec_previous_secret",
                "stripe.thin.webhook-secrets=" + THIN_SECRET);
        http = new HttpCaller(server.httpPort(), "");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void anotherTime() {
        CLOCK.set("2026-03-11T00:00:00Z");
    }

    @Test
    void eachOfStripesVectorsGetsItsVerdict() throws java.io.IOException {
        Optional<Path> file = vectors();
        assumeTrue(file.isPresent(), "the signature vectors are not on this machine");
        JsonNode vectors = JsonMapper.builder()
                .build()
                .readTree(Files.readString(file.orElseThrow()))
                .path("stripe");
        List<String> expected = StreamSupport.stream(vectors.spliterator(), false)
                .map(vector -> vector.path("name").asString() + " "
                        + (vector.path("expect").asString().equals("accept") ? 200 : 400))
                .toList();

        List<String> answered = StreamSupport.stream(vectors.spliterator(), false)
                .map(vector -> vector.path("name").asString() + " " + statusOf(vector))
                .toList();

        assertEquals(expected, answered);
        assertEquals(12, answered.size());
    }

    /** Beside this project, in a folder above it. */
    private static Optional<Path> vectors() {
        return Stream.iterate(Path.of("").toAbsolutePath(), Objects::nonNull, Path::getParent)
                .map(folder -> folder.resolve(VECTORS))
                .filter(Files::exists)
                .findFirst();
    }

    private static int statusOf(JsonNode vector) {
        CLOCK.set(Instant.ofEpochSecond(vector.path("now").asLong()).toString());
        byte[] body = Base64.getDecoder().decode(vector.path("body_b64").asString());
        String header = vector.path("header").asString("");
        return header.isEmpty()
                ? http.post("/webhooks/stripe", body).status()
                : http.post("/webhooks/stripe", body, "Stripe-Signature", header)
                        .status();
    }

    @Test
    void theSameWebhookTenTimesIsStoredOnce() {
        byte[] body = "{\"id\": \"evt_ten\", \"object\": \"event\", \"type\": \"ping\", \"livemode\": false}"
                .getBytes(StandardCharsets.UTF_8);

        List<Integer> statuses = IntStream.range(0, 10)
                .mapToObj(i -> post(body, signed(body, SECRET)).status())
                .distinct()
                .toList();

        assertEquals(List.of(200), statuses);
        assertEquals(1, stored("evt_ten"));
    }

    @Test
    void aForgedWebhookIs400AndChangesNoRow() {
        byte[] body =
                "{\"id\": \"evt_forged\", \"object\": \"event\", \"livemode\": false}".getBytes(StandardCharsets.UTF_8);

        Answer forged = post(body, signed(body, "whsec_somebody_elses"));

        assertEquals(400, forged.status());
        assertEquals("SIGNATURE_INVALID", forged.body().path("reason").asString());
        assertEquals(0, stored("evt_forged"));
    }

    @Test
    void aThinEventHasAnAddressOfItsOwn() {
        byte[] body = "{\"id\": \"evt_thin\", \"object\": \"v2.core.event\", \"livemode\": false}"
                .getBytes(StandardCharsets.UTF_8);

        assertEquals(400, post(body, signed(body, SECRET)).status());
        assertEquals(400, postThin(body, signed(body, SECRET)).status());
        assertEquals(0, stored("evt_thin"));
        assertEquals(200, postThin(body, signed(body, THIN_SECRET)).status());
        assertEquals(200, postThin(body, signed(body, THIN_SECRET)).status());

        assertEquals(1, stored("evt_thin"));
        assertEquals(404, http.post("/webhooks/thin", body).status());
    }

    @Test
    void aBodyBeyondOneMebibyteIs413() {
        byte[] body = new byte[1024 * 1024 + 1];

        assertEquals(413, post(body, signed(body, SECRET)).status());
    }

    @Test
    void aProviderThatIsOffIs404() {
        assertEquals(404, http.post("/webhooks/paystack", "{}").status());
        assertEquals(404, http.get("/webhooks/stripe").status());
    }

    private static Answer post(byte[] body, String signature) {
        return http.post("/webhooks/stripe", body, "Stripe-Signature", signature);
    }

    private static Answer postThin(byte[] body, String signature) {
        return http.post("/webhooks/stripe/thin", body, "Stripe-Signature", signature);
    }

    private static String signed(byte[] body, String secret) {
        long now = CLOCK.instant().getEpochSecond();
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            mac.update((now + ".").getBytes(StandardCharsets.UTF_8));
            return "t=" + now + ",v1=" + HexFormat.of().formatHex(mac.doFinal(body));
        } catch (GeneralSecurityException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }

    private static long stored(String eventId) {
        return DATABASE.jdbcClient()
                .sql("select count(event_id) from provider_events where event_id = :id")
                .param("id", eventId.getBytes(StandardCharsets.UTF_8))
                .query(Long.class)
                .single();
    }
}
