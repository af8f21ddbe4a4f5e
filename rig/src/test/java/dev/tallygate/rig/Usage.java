package dev.tallygate.rig;

import com.google.protobuf.Timestamp;
import dev.tallygate.v1.CreateCustomerRequest;
import dev.tallygate.v1.CreateSubscriptionRequest;
import dev.tallygate.v1.Customer;
import dev.tallygate.v1.UsageEvent;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.IntStream;

/** Customers and events of the end-to-end tests. */
final class Usage {
    private Usage() {}

    /** Customers {@code PREFIX0 ...}, all on a plan since the start of last month. */
    static void createCustomers(Home home, String prefix, int count, String planId) {
        Instant start = YearMonth.now(ZoneOffset.UTC)
                .minusMonths(1)
                .atDay(1)
                .atStartOfDay()
                .toInstant(ZoneOffset.UTC);
        createCustomers(home, prefix, 0, count, planId, start);
    }

    /** Customers {@code PREFIXfrom ...} up to {@code to}, exclusive. */
    static void createCustomers(Home home, String prefix, int from, int to, String planId, Instant start) {
        var billing = home.billing();
        for (int i = from; i < to; i++) {
            billing.createCustomer(CreateCustomerRequest.newBuilder()
                    .setCustomer(Customer.newBuilder()
                            .setCustomerId(prefix + i)
                            .setName(prefix + i)
                            .setCurrencyCode("USD"))
                    .build());
            billing.createSubscription(CreateSubscriptionRequest.newBuilder()
                    .setCustomerId(prefix + i)
                    .setSubscriptionId("main")
                    .setPlanId(planId)
                    .setStartTime(timestamp(start))
                    .build());
        }
    }

    /** {@code count} events over {@code customers} customers, all of one time: 100 tokens in, 10 out. */
    static List<UsageEvent> events(String prefix, int customers, int count, Instant time) {
        return IntStream.range(0, count)
                .mapToObj(i -> UsageEvent.newBuilder()
                        .setEventId("e" + i)
                        .setCustomerId(prefix + i % customers)
                        .setModelId("gpt-4o-mini")
                        .setUsageTime(timestamp(time))
                        .setTokensIn(100)
                        .setTokensOut(10)
                        .build())
                .toList();
    }

    private static Timestamp timestamp(Instant time) {
        return Timestamp.newBuilder()
                .setSeconds(time.getEpochSecond())
                .setNanos(time.getNano())
                .build();
    }
}
