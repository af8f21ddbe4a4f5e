package dev.tallygate.rig;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tallygate.v1.UsageEvent;
import dev.tallygate.v1.Verdict;
import java.nio.file.Path;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

/** Two servers on one database, real processes. */
@EnabledIfEnvironmentVariable(named = "TALLYGATE_E2E", matches = "true", disabledReason = "needs ./tallygate test")
class TwoServersTest {
    private static final int EVENTS = Boolean.getBoolean("tallygate.full") ? 10_000 : 2_000;
    private static final int CUSTOMERS = 20;
    private static final int TIMES_MAX = 5;
    private static final int CALLERS = 4;
    private static final int CALL_SIZE = 50;
    private static final long SEED = 8;

    @Test
    @DisplayName("invariant 1: events sent 1 to 5 times, shuffled, at once, through two servers are counted once")
    void eachEventIsCountedOnceThroughTwoServers(@TempDir Path folder) throws Exception {
        try (Home home = Home.empty(folder.resolve("one"))) {
            home.run("plans", "init", folder.resolve("plans").toString());
            home.run("plans", "apply", folder.resolve("plans").toString());
            home.run("server", "--background");
            try (Home twin = home.twin(folder.resolve("two"))) {
                twin.run("server", "--background");
                Usage.createCustomers(home, "c", CUSTOMERS, "standard");

                Map<Verdict, Integer> verdicts = sendAll(List.of(home, twin));

                assertEquals(
                        EVENTS, verdicts.get(Verdict.VERDICT_RECORDED), "recorded, seed " + SEED + ": " + verdicts);
                assertEquals(verdicts.keySet(), java.util.Set.of(Verdict.VERDICT_RECORDED, Verdict.VERDICT_DUPLICATE));
                assertBooks(home);
            }
        }
    }

    private static Map<Verdict, Integer> sendAll(List<Home> homes) throws InterruptedException, ExecutionException {
        List<List<UsageEvent>> calls = shuffledCalls();
        List<Callable<List<Verdict>>> callers = new ArrayList<>();
        for (int caller = 0; caller < CALLERS; caller++) {
            int number = caller;
            var metering = homes.get(number % homes.size()).metering();
            callers.add(() -> {
                List<Verdict> verdicts = new ArrayList<>();
                for (int i = number; i < calls.size(); i += CALLERS) {
                    verdicts.addAll(Usage.recordUntilAnswered(metering, calls.get(i)));
                }
                return verdicts;
            });
        }
        Map<Verdict, Integer> counts = new EnumMap<>(Verdict.class);
        try (ExecutorService threads = Executors.newFixedThreadPool(CALLERS)) {
            for (Future<List<Verdict>> answered : threads.invokeAll(callers)) {
                answered.get().forEach(verdict -> counts.merge(verdict, 1, Integer::sum));
            }
        }
        return counts;
    }

    private static List<List<UsageEvent>> shuffledCalls() {
        Random random = new Random(SEED);
        List<UsageEvent> sent = new ArrayList<>();
        Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
        for (UsageEvent event : Usage.events("c", CUSTOMERS, EVENTS, now)) {
            sent.addAll(Collections.nCopies(1 + random.nextInt(TIMES_MAX), event));
        }
        Collections.shuffle(sent, random);
        return Usage.calls(sent, CALL_SIZE);
    }

    private static void assertBooks(Home home) {
        YearMonth month = YearMonth.now(ZoneOffset.UTC);
        long each = EVENTS / CUSTOMERS;
        try (BooksRepository books = home.books()) {
            for (int i = 0; i < CUSTOMERS; i++) {
                String customer = "c" + i;
                var expected = new BooksRepository.Sums(each, each * 100, 0, each * 10);
                assertEquals(expected, books.eventSums(customer, month), customer + ": events");
                assertEquals(expected, books.totalSums(customer, month), customer + ": totals (invariant 2)");
                assertEquals(
                        0,
                        books.eventCost(customer, month)
                                .compareTo(books.periodCost(customer, month).orElseThrow()),
                        customer + ": cost (invariant 3)");
            }
        }
    }
}
