package dev.tallygate.sandbox.stripe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallygate.sandbox.http.Fault;
import dev.tallygate.sandbox.http.Storm;
import dev.tallygate.sandbox.journal.Json;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.core.JacksonException;

/** A caller in a storm: whoever keeps to the rules ends with one object, and the storm finds whoever does not. */
class StormTest {
    private static final int CUSTOMERS = 20;
    private static final List<Fault.Type> TYPES = List.of(
            Fault.Type.DROP_ANSWER,
            Fault.Type.DROP_CALL,
            Fault.Type.SERVER_ERROR,
            Fault.Type.SERVER_ERROR_DONE,
            Fault.Type.RATE_LIMITED,
            Fault.Type.KEY_IN_USE,
            Fault.Type.BAD_GATEWAY,
            Fault.Type.BAD_GATEWAY_DONE,
            Fault.Type.TRUNCATED_JSON);

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
    void whoKeepsTheKeyAndLooksAfterAStoredErrorEndsWithOneCustomerEach() throws IOException, InterruptedException {
        fixture.stripe.script().raise(new Storm(1, new BigDecimal("0.6"), TYPES, Integer.MAX_VALUE, 0));
        for (int number = 0; number < CUSTOMERS; number++) {
            createCarefully(number);
        }

        assertThat(made()).isEqualTo(CUSTOMERS);
        assertThat(fixture.stripe.script().fired()).hasSizeGreaterThan(CUSTOMERS / 2);
    }

    @Test
    void whoTakesANewKeyForEachTryEndsWithMore() throws IOException, InterruptedException {
        fixture.stripe.script().raise(new Storm(1, new BigDecimal("0.6"), TYPES, Integer.MAX_VALUE, 0));
        int tries = 0;
        for (int number = 0; number < CUSTOMERS; number++) {
            while (create(number, "k" + tries++).status() != 200) {
                assertThat(tries).isLessThan(1_000);
            }
        }

        assertThat(made()).isGreaterThan(CUSTOMERS);
    }

    private int made() throws IOException, InterruptedException {
        fixture.stripe.script().calm();
        return fixture.get("/v1/customers?limit=100").path("data").size();
    }

    private void createCarefully(int number) throws InterruptedException {
        for (int revision = 0; revision < 100; revision++) {
            Try last = untilItIsKnown(number, "k" + number + ":" + revision);
            if (last.status() == 200 || isThere(number)) {
                return;
            }
        }
        throw new AssertionError("a hundred stored errors in a row");
    }

    /** The same key again, until there is an answer that will not change. */
    private Try untilItIsKnown(int number, String key) throws InterruptedException {
        Try last = create(number, key);
        while (last.status() != 200 && !last.isStored()) {
            last = create(number, key);
        }
        return last;
    }

    /** What came of a call; status 0 where nothing was understood. */
    private record Try(int status, boolean isStored) {}

    private Try create(int number, String key) throws InterruptedException {
        try {
            HttpResponse<String> answer =
                    fixture.send("POST", "/v1/customers", Map.of("email", email(number)), "Idempotency-Key", key);
            boolean replayed =
                    answer.headers().firstValue("Idempotent-Replayed").isPresent();
            boolean whole = answer.body().endsWith("}");
            return new Try(
                    answer.statusCode() == 200 && !whole ? 0 : answer.statusCode(),
                    replayed && answer.statusCode() == 500);
        } catch (IOException e) {
            return new Try(0, false);
        }
    }

    /** The storm meets look-ups too: they are asked again until they are answered. */
    private boolean isThere(int number) throws InterruptedException {
        String answer = lookUp(number);
        while (answer.isEmpty()) {
            answer = lookUp(number);
        }
        return Json.parse(answer).path("data").size() > 0;
    }

    private String lookUp(int number) throws InterruptedException {
        try {
            HttpResponse<String> answer = fixture.send("GET", "/v1/customers?email=" + email(number), Map.of());
            return answer.statusCode() == 200 ? Json.write(Json.parse(answer.body())) : "";
        } catch (IOException | JacksonException e) {
            return "";
        }
    }

    private static String email(int number) {
        return "customer" + number + "@example.com";
    }
}
