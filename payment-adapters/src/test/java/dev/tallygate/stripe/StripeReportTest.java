package dev.tallygate.stripe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallygate.operation.Mode;
import dev.tallygate.payment.Prepared;
import dev.tallygate.payment.RatedCall;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is known of a report of usage before anything is sent. */
class StripeReportTest {
    /** Scenario 13: Stripe takes 15 digits that count, and nothing below zero. */
    @ParameterizedTest
    @CsvSource({
        "999999999999999, true",
        "1000000000000000, true",
        "1234567890123450, true",
        "1234567890123456, false",
        "0, true",
        "-1, false"
    })
    void aQuantityIsToldOnlyIfStripeCanHoldIt(long quantity, boolean isTold) {
        var report =
                new RatedCall.ReportUsage("meter", "cus_1", "m_1", Instant.parse("2026-11-02T08:59:59Z"), quantity);

        var settings = new StripeSettings(
                "sk_test_never",
                "http://127.0.0.1:9",
                List.of(),
                "own",
                StripeSettings.Collection.CHARGE_AUTOMATICALLY,
                30,
                new StripeSettings.Timeouts(Duration.ofSeconds(1), Duration.ofSeconds(1)));
        StripeProvider never = new StripeProvider(settings, Mode.TEST);

        Prepared prepared = never.prepare(report);

        assertThat(prepared instanceof Prepared.Ready).isEqualTo(isTold);
    }
}
