package dev.tallygate.server.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tallygate.rejection.Reason;
import dev.tallygate.rejection.Rejected;
import dev.tallygate.v1.EventResult;
import dev.tallygate.v1.GetUsageRequest;
import dev.tallygate.v1.RecordUsageRequest;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonMessagesTest {

    @Test
    void bothCasesComeInAndInt64ComesAsTextOrNumber() {
        RecordUsageRequest request = parsed("""
                {"events": [{"eventId": "a", "tokens_in": "9007199254740993", "tokensOut": 7}], "with_quota": true}
                """);

        assertEquals("a", request.getEvents(0).getEventId());
        assertEquals(9007199254740993L, request.getEvents(0).getTokensIn());
        assertEquals(7, request.getEvents(0).getTokensOut());
        assertTrue(request.getWithQuota());
    }

    @Test
    void snakeCaseGoesOutWithWhatIsFalseOrEmpty() {
        String json =
                JsonMessages.print(EventResult.newBuilder().setEventId("a").build());

        assertEquals(
                "{\"event_id\":\"a\",\"verdict\":\"VERDICT_UNSPECIFIED\",\"late\":false,\"unpriced\":false,"
                        + "\"cost\":\"\",\"currency_code\":\"\",\"reservation_outcome\":\"RESERVATION_OUTCOME_UNSPECIFIED\"}",
                json);
    }

    @Test
    void anUnknownFieldIsNamedWithThoseThatThereAre() {
        Rejected refused =
                assertThrows(Rejected.class, () -> parsed("{\"events\": [{\"event_id\": \"a\", \"tokens\": 5}]}"));

        assertEquals(Reason.FIELD_INVALID, refused.reason());
        assertEquals("tokens", refused.field().orElseThrow());
        assertTrue(refused.getMessage().contains("UsageEvent"), refused.getMessage());
        assertTrue(refused.getMessage().contains("tokens_in, tokens_out"), refused.getMessage());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                "[]",
                "7",
                "{\"events\": 5}",
                "{\"events\": [{\"tokens_in\": 1.5}]}",
                "{\"events\": [{\"tokens_in\": \"NaN\"}]}",
                "{\"events\": [{\"usage_time\": \"yesterday\"}]}",
                "{\"events\": [{\"tokens_in\": 99999999999999999999}]}"
            })
    void whatIsNoMessageIsRefused(String body) {
        assertEquals(
                Reason.FIELD_INVALID,
                assertThrows(Rejected.class, () -> parsed(body)).reason());
    }

    @Test
    void bytesThatAreNoTextAreRefused() {
        byte[] body = {'{', '"', (byte) 0xC3, '"', '}'};

        assertThrows(Rejected.class, () -> JsonMessages.mergeBody(body, RecordUsageRequest.newBuilder()));
    }

    @Test
    void fieldsOfAPathOrQueryAreTextOfAnyType() {
        GetUsageRequest.Builder request = GetUsageRequest.newBuilder();

        JsonMessages.mergeFields(Map.of("customer_id", "a\"b", "period_start", "2026-11-01T00:00:00Z"), request);

        assertEquals("a\"b", request.getCustomerId());
        assertEquals(1793491200L, request.getPeriodStart().getSeconds());
    }

    private static RecordUsageRequest parsed(String body) {
        RecordUsageRequest.Builder request = RecordUsageRequest.newBuilder();
        JsonMessages.mergeBody(body.getBytes(UTF_8), request);
        return request.build();
    }
}
