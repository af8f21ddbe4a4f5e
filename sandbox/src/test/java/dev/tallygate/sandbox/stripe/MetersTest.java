package dev.tallygate.sandbox.stripe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.stripe.exception.InvalidRequestException;
import com.stripe.exception.StripeException;
import com.stripe.model.billing.Meter;
import com.stripe.model.billing.MeterEventSummary;
import com.stripe.param.billing.MeterEventAdjustmentCreateParams;
import com.stripe.param.billing.MeterEventCreateParams;
import com.stripe.param.billing.MeterEventSummaryListParams;
import com.stripe.param.billing.MeterListParams;
import dev.tallygate.sandbox.http.Fault;
import dev.tallygate.sandbox.journal.Json;
import dev.tallygate.sandbox.provider.Awaiting;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Meters, their events, what becomes of those, and the summaries. */
class MetersTest {
    private static final long START = StripeFixture.START.getEpochSecond();
    private static final long HOUR = 3_600;

    @TempDir
    Path folder;

    private StripeFixture fixture;
    private String customer;

    @BeforeEach
    void start() throws IOException, StripeException {
        fixture = new StripeFixture(folder, StripeFixture.START.plus(Duration.ofHours(10)));
        customer = fixture.customer("a@example.com").getId();
    }

    @AfterEach
    void stop() {
        fixture.close();
    }

    private Meter meter(String formula, String window) throws StripeException, IOException, InterruptedException {
        Object[] form = {"display_name", "Tokens", "event_name", "tokens", "default_aggregation[formula]", formula};
        if (!window.isEmpty()) {
            form = new Object[] {
                "display_name",
                "Tokens",
                "event_name",
                "tokens",
                "default_aggregation[formula]",
                formula,
                "event_time_window",
                window
            };
        }
        String id = fixture.post("/v1/billing/meters", form).path("id").stringValue();
        return fixture.client.v1().billing().meters().retrieve(id);
    }

    private JsonNode report(String identifier, String value, long timestamp) throws IOException, InterruptedException {
        return fixture.post(
                "/v1/billing/meter_events",
                "event_name",
                "tokens",
                "identifier",
                identifier,
                "timestamp",
                timestamp,
                "payload[stripe_customer_id]",
                customer,
                "payload[value]",
                value);
    }

    private List<MeterEventSummary> summaries(String meter, long start, long end) {
        try {
            return fixture.client
                    .v1()
                    .billing()
                    .meters()
                    .eventSummaries()
                    .list(
                            meter,
                            MeterEventSummaryListParams.builder()
                                    .setCustomer(customer)
                                    .setStartTime(start)
                                    .setEndTime(end)
                                    .build())
                    .getData();
        } catch (StripeException e) {
            throw new AssertionError(e);
        }
    }

    private void awaitTotal(String meter, String total) throws InterruptedException {
        Awaiting.await(() -> summaries(meter, START, START + 24 * HOUR).stream()
                .anyMatch(summary -> summary.getAggregatedValue().compareTo(new BigDecimal(total)) == 0));
    }

    /** The events: value at hour offset, in the order in which they come. */
    @ParameterizedTest(name = "{0} by {1} of {2}: {3}")
    @CsvSource(textBlock = """
                    sum,   '',   5@1 7@1 2.5@2,     14.5
                    sum,   hour, 5@1 7@1 2.5@2,     9.5
                    sum,   day,  5@1 7@1 2.5@2,     2.5
                    sum,   hour, 7@1 5@1,           5
                    sum,   '',   5@1 -7@1,          -2
                    count, '',   5@1 7@1 2.5@2,     3
                    last,  '',   5@1 7@3 2.5@2,     7
                    """)
    void aMeterAddsUpByItsFormulaAndWindow(String formula, String window, String sent, String total)
            throws StripeException, IOException, InterruptedException {
        String meter = meter(formula, window).getId();
        int number = 0;
        for (String event : sent.split(" ", -1)) {
            String[] parts = event.split("@", -1);
            report("e" + number++, parts[0], START + Long.parseLong(parts[1]) * HOUR + 59);
        }

        awaitTotal(meter, total);
        MeterEventSummary summary = summaries(meter, START, START + 24 * HOUR).getFirst();
        assertThat(summary.getStartTime()).isEqualTo(START);
        assertThat(summary.getMeter()).isEqualTo(meter);
        assertThat(summaries(meter, START + 20 * HOUR, START + 24 * HOUR)).isEmpty();
    }

    @Test
    void summariesAreByTheHourNewestFirstAndAligned() throws StripeException, IOException, InterruptedException {
        String meter = meter("sum", "").getId();
        report("a", "5", START + HOUR);
        report("b", "6", START + 3 * HOUR - 1);
        awaitTotal(meter, "11");
        String path = "/v1/billing/meters/" + meter + "/event_summaries?customer=" + customer + "&start_time=" + START
                + "&end_time=" + (START + 24 * HOUR) + "&value_grouping_window=hour";

        JsonNode data = fixture.get(path).path("data");
        assertThat(data.size()).isEqualTo(2);
        assertThat(data.get(0).path("start_time").longValue()).isEqualTo(START + 2 * HOUR);
        assertThat(data.get(0).path("aggregated_value").decimalValue()).isEqualByComparingTo("6");
        assertThat(data.get(1).path("end_time").longValue()).isEqualTo(START + 2 * HOUR);
        assertThatThrownBy(() -> summariesAt(meter, START + 1)).hasMessageContaining("multiple of 60");
    }

    private void summariesAt(String meter, long start) throws StripeException {
        fixture.client
                .v1()
                .billing()
                .meters()
                .eventSummaries()
                .list(
                        meter,
                        MeterEventSummaryListParams.builder()
                                .setCustomer(customer)
                                .setStartTime(start)
                                .setEndTime(START + 24 * HOUR)
                                .build());
    }

    @Test
    void anIdentifierIsTakenForADayAndTheLibrarySeesNoCode() throws StripeException, IOException, InterruptedException {
        String meter = meter("sum", "").getId();
        MeterEventCreateParams params = MeterEventCreateParams.builder()
                .setEventName("tokens")
                .setIdentifier("once")
                .setTimestamp(START)
                .putPayload("stripe_customer_id", customer)
                .putPayload("value", "5")
                .build();
        fixture.client.v1().billing().meterEvents().create(params);

        assertThatThrownBy(() -> fixture.client.v1().billing().meterEvents().create(params))
                .isInstanceOfSatisfying(InvalidRequestException.class, error -> {
                    assertThat(error.getStatusCode()).isEqualTo(400);
                    assertThat(error.getCode()).isNull();
                    assertThat(error.getMessage()).startsWith("An event already exists with identifier once");
                });
        awaitTotal(meter, "5");
        fixture.clock.advance(Duration.ofHours(24));
        fixture.client.v1().billing().meterEvents().create(params);
        awaitTotal(meter, "10");
    }

    @ParameterizedTest(name = "{0}={1}: {2}")
    @CsvSource(textBlock = """
                    timestamp,      -3024001,          timestamp_too_far_in_past
                    timestamp,      -3024000,
                    timestamp,      300,
                    timestamp,      301,               timestamp_in_future
                    payload[value], 123456789012345,
                    payload[value], 1234567890123456,  meter_event_value_too_many_digits
                    payload[value], 1234567890.1234567, meter_event_value_too_many_digits
                    """)
    void timeAndDigitsHaveLimits(String name, String value, String code)
            throws StripeException, IOException, InterruptedException {
        meter("sum", "");
        long now = fixture.clock.instant().getEpochSecond();
        boolean isTime = name.equals("timestamp");
        Object[] form = {
            "event_name",
            "tokens",
            "payload[stripe_customer_id]",
            customer,
            "payload[value]",
            isTime ? "1" : value,
            "timestamp",
            isTime ? now + Long.parseLong(value) : now
        };

        if (code == null) {
            fixture.post("/v1/billing/meter_events", form);
        } else {
            assertThat(fixture.refused("/v1/billing/meter_events", form)
                            .path("code")
                            .stringValue())
                    .isEqualTo(code);
        }
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(textBlock = """
                    event_name=tokens&payload[stripe_customer_id]=cus_none&payload[value]=1,  meter_event_customer_not_found
                    event_name=tokens&payload[value]=1,                             meter_event_no_customer_defined
                    event_name=tokens&payload[stripe_customer_id]=CUSTOMER,         meter_event_value_not_found
                    event_name=tokens&payload[stripe_customer_id]=CUSTOMER&payload[value]=1e3,  meter_event_invalid_value
                    event_name=old&payload[stripe_customer_id]=CUSTOMER&payload[value]=1,     archived_meter
                    event_name=none&payload[stripe_customer_id]=CUSTOMER&payload[value]=1,    no_meter
                    """)
    void whatCannotBeCountedIsTakenAndRejectedLaterInAThinEvent(String form, String code)
            throws StripeException, IOException, InterruptedException {
        String tokens = meter("sum", "").getId();
        String old = fixture.post(
                        "/v1/billing/meters",
                        "display_name",
                        "Old",
                        "event_name",
                        "old",
                        "default_aggregation[formula]",
                        "sum")
                .path("id")
                .stringValue();
        fixture.post("/v1/billing/meters/" + old + "/deactivate");
        try (ThinReceiver receiver = new ThinReceiver(fixture)) {
            fixture.post("/v1/billing/meter_events", (Object[])
                    (form.replace("CUSTOMER", customer) + "&identifier=lost").split("[&=]", -1));

            Awaiting.await(() -> receiver.bodies().size() == 1);
            assertThat(receiver.forged()).isEmpty();
            JsonNode notification = Json.parse(receiver.bodies().getFirst());
            assertThat(notification.has("data")).isFalse();
            JsonNode event =
                    fixture.get("/v2/core/events/" + notification.path("id").stringValue());
            JsonNode type =
                    event.path("data").path("reason").path("error_types").get(0);
            assertThat(type.path("code").stringValue()).isEqualTo(code);
            assertThat(type.path("error_count").intValue()).isEqualTo(1);
            assertThat(type.path("sample_errors")
                            .get(0)
                            .path("request")
                            .path("identifier")
                            .stringValue())
                    .isEqualTo("lost");
            boolean isOrphan = code.equals("no_meter");
            assertThat(event.path("type").stringValue())
                    .isEqualTo(
                            isOrphan ? "v1.billing.meter.no_meter_found" : "v1.billing.meter.error_report_triggered");
            assertThat(event.path("related_object").path("id").asString(""))
                    .isEqualTo(isOrphan ? "" : code.equals("archived_meter") ? old : tokens);
            assertThat(fixture.client
                            .v2()
                            .core()
                            .events()
                            .retrieve(event.path("id").stringValue())
                            .getType())
                    .isEqualTo(event.path("type").stringValue());
            assertThat(fixture.get("/v2/core/events").path("data").size()).isEqualTo(1);
        }
    }

    @Test
    void aRejectionCanBeOrderedAndAReportNamesOnlySamples() throws StripeException, IOException, InterruptedException {
        String meter = meter("sum", "").getId();
        fixture.post("/_sandbox/stripe/metering", "samples", 2, "lag_millis", 60_000);
        fixture.stripe.order(Fault.once(Fault.Type.METER_REJECTION, "POST", "/v1/billing/meter_events")
                .times(3)
                .because("timestamp_too_far_in_past"));
        for (String identifier : List.of("a", "b", "c", "d")) {
            report(identifier, "5", START);
        }

        assertThat(summaries(meter, START, START + HOUR)).isEmpty();
        fixture.clock.advance(Duration.ofMinutes(1));

        awaitTotal(meter, "5");
        JsonNode reason = fixture.get("/v2/core/events?object_id=" + meter)
                .path("data")
                .get(0)
                .path("data")
                .path("reason");
        assertThat(reason.path("error_count").intValue()).isEqualTo(3);
        assertThat(reason.path("error_types").get(0).path("code").stringValue()).isEqualTo("timestamp_too_far_in_past");
        assertThat(reason.path("error_types").get(0).path("sample_errors").size())
                .isEqualTo(2);
    }

    @Test
    void anEventIsCancelledWithinADay() throws StripeException, IOException, InterruptedException {
        String meter = meter("sum", "").getId();
        report("wrong", "500", START);
        report("right", "5", START);
        awaitTotal(meter, "505");

        assertThat(fixture.client
                        .v1()
                        .billing()
                        .meterEventAdjustments()
                        .create(MeterEventAdjustmentCreateParams.builder()
                                .setEventName("tokens")
                                .setType(MeterEventAdjustmentCreateParams.Type.CANCEL)
                                .setCancel(MeterEventAdjustmentCreateParams.Cancel.builder()
                                        .setIdentifier("wrong")
                                        .build())
                                .build())
                        .getStatus())
                .isEqualTo("complete");
        awaitTotal(meter, "5");

        fixture.clock.advance(Duration.ofHours(24));
        assertThat(fixture.refused(
                                "/v1/billing/meter_event_adjustments",
                                "event_name",
                                "tokens",
                                "type",
                                "cancel",
                                "cancel[identifier]",
                                "right")
                        .path("message")
                        .stringValue())
                .contains("24 hours");
    }

    @Test
    void metersAreListedInPagesRenamedDeactivatedAndReactivated()
            throws StripeException, IOException, InterruptedException {
        for (int number = 0; number < 3; number++) {
            fixture.post(
                    "/v1/billing/meters",
                    "display_name",
                    "Meter " + number,
                    "event_name",
                    "meter_" + number,
                    "default_aggregation[formula]",
                    "sum");
        }
        JsonNode page = fixture.get("/v1/billing/meters?limit=2");
        assertThat(page.path("has_more").booleanValue()).isTrue();
        String second = page.path("data").get(1).path("id").stringValue();
        JsonNode rest = fixture.get("/v1/billing/meters?limit=2&starting_after=" + second);
        assertThat(rest.path("data").get(0).path("event_name").stringValue()).isEqualTo("meter_0");

        fixture.post("/v1/billing/meters/" + second + "/deactivate");
        assertThat(fixture.client
                        .v1()
                        .billing()
                        .meters()
                        .list(MeterListParams.builder()
                                .setStatus(MeterListParams.Status.INACTIVE)
                                .build())
                        .getData())
                .extracting(Meter::getId)
                .containsExactly(second);
        assertThat(fixture.told()).contains("billing.meter.deactivated");
        fixture.post("/v1/billing/meters/" + second, "display_name", "Renamed");
        assertThat(fixture.post("/v1/billing/meters/" + second + "/reactivate")
                        .path("display_name")
                        .stringValue())
                .isEqualTo("Renamed");
        assertThat(fixture.refused(
                                "/v1/billing/meters",
                                "display_name",
                                "Again",
                                "event_name",
                                "meter_1",
                                "default_aggregation[formula]",
                                "sum")
                        .path("message")
                        .stringValue())
                .contains("meter_1");
    }
}
