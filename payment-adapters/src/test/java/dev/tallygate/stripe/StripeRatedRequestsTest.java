package dev.tallygate.stripe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallygate.payment.Prepared;
import dev.tallygate.payment.RatedCall;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Figures as Stripe's meters take them. */
class StripeRatedRequestsTest {
    private final StripeRatedRequests requests = new StripeRatedRequests(new StripeSettings(
            "sk_test_1",
            "http://127.0.0.1:9",
            List.of("whsec_1"),
            "own",
            StripeSettings.Collection.CHARGE_AUTOMATICALLY,
            30,
            new StripeSettings.Timeouts(Duration.ofSeconds(2), Duration.ofSeconds(2))));

    /** Scenario 13: 15 significant digits, no exponent, nothing below zero; anything else is not sent. */
    @ParameterizedTest
    @CsvSource(textBlock = """
            0,                    0
            7,                    7
            100000000000,         100000000000
            999999999999999,      999999999999999
            1234567890123450,     1234567890123450
            9000000000000000000,  9000000000000000000
            1234567890123456,
            9223372036854775807,
            -1,
            """)
    void aQuantityIsWrittenInPlainDigitsOrNotSent(long quantity, @Nullable String sent) {
        var report =
                new RatedCall.ReportUsage("tokens", "cus_1", "m_1", Instant.parse("2026-11-02T08:59:59Z"), quantity);

        Prepared prepared = requests.prepare(report);

        if (sent == null) {
            assertThat(prepared).isInstanceOf(Prepared.Impossible.class);
            assertThat(((Prepared.Impossible) prepared).why()).startsWith(quantity + " at 2026-11-02T08:59:59Z");
        } else {
            assertThat(prepared).isInstanceOf(Prepared.Ready.class);
            assertThat(StripeRatedRequests.report(report).getPayload()).containsEntry("value", sent);
        }
    }
}
