package dev.tallygate.rig;

import com.google.protobuf.Timestamp;
import dev.tallygate.v1.CreateCustomerRequest;
import dev.tallygate.v1.CreateSubscriptionRequest;
import dev.tallygate.v1.Customer;
import dev.tallygate.v1.MeteringServiceGrpc.MeteringServiceBlockingStub;
import dev.tallygate.v1.RecordUsageRequest;
import dev.tallygate.v1.UsageEvent;
import dev.tallygate.v1.Verdict;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** Customers and events of the end-to-end tests, and a caller that sends again until it is answered. */
final class Usage {
    private static final Set<Status.Code> WORTH_A_RETRY =
            Set.of(Status.Code.UNAVAILABLE, Status.Code.DEADLINE_EXCEEDED, Status.Code.RESOURCE_EXHAUSTED);

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

    /** Calls of at most {@code size} events, in the order given. */
    static List<List<UsageEvent>> calls(List<UsageEvent> events, int size) {
        List<List<UsageEvent>> calls = new ArrayList<>();
        for (int from = 0; from < events.size(); from += size) {
            calls.add(events.subList(from, Math.min(events.size(), from + size)));
        }
        return calls;
    }

    /** Sends until an answer comes, as every caller must; answers the verdicts. */
    static List<Verdict> recordUntilAnswered(MeteringServiceBlockingStub metering, List<UsageEvent> events) {
        RecordUsageRequest request =
                RecordUsageRequest.newBuilder().addAllEvents(events).build();
        long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(2);
        while (true) {
            try {
                return metering
                        .withDeadlineAfter(20, TimeUnit.SECONDS)
                        .withWaitForReady()
                        .recordUsage(request)
                        .getResultsList()
                        .stream()
                        .map(result -> result.getVerdict())
                        .toList();
            } catch (StatusRuntimeException unanswered) {
                boolean again = WORTH_A_RETRY.contains(unanswered.getStatus().getCode()) && System.nanoTime() < end;
                if (!again) {
                    throw unanswered;
                }
            }
        }
    }

    private static Timestamp timestamp(Instant time) {
        return Timestamp.newBuilder()
                .setSeconds(time.getEpochSecond())
                .setNanos(time.getNano())
                .build();
    }
}
