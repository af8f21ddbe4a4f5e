package dev.tallygate.rig;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.Timestamp;
import dev.tallygate.v1.CreateCustomerRequest;
import dev.tallygate.v1.CreateSubscriptionRequest;
import dev.tallygate.v1.Customer;
import dev.tallygate.v1.RecordUsageRequest;
import dev.tallygate.v1.UsageEvent;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

/** Ends with kill -9 whoever mails, and counts what is in the mailboxes. */
@EnabledIfEnvironmentVariable(named = "TALLYGATE_E2E", matches = "true", disabledReason = "needs ./tallygate test")
class NotifyDrillTest {
    private static final int CUSTOMERS = Boolean.getBoolean("tallygate.full") ? 1_000 : 120;
    private static final int EVENTS_A_CALL = 40;
    /** What a killed mailer was at is sent by another one a minute later, when its lease is over. */
    private static final Duration LEASE_AND_MORE = Duration.ofMinutes(4);

    /** At the plan's prices 408 of 500 USD. */
    private static final long TOKENS = 27_000_000;

    private static final Pattern ADDRESS = Pattern.compile("n\\d+@example\\.com");
    private static final Pattern ARRIVALS = Pattern.compile("\"arrivals\"\\s*:\\s*(\\d+)");

    @TempDir
    static Path folder;

    private static Home home;

    @BeforeAll
    static void startServer() {
        home = Home.empty(folder.resolve("home"));
        home.run("plans", "init", folder.resolve("plans").toString());
        home.run("plans", "apply", folder.resolve("plans").toString());
        home.run("server", "--background");
    }

    @AfterAll
    static void stop() {
        home.close();
    }

    @Test
    @DisplayName("invariant 11: kill -9 of the server's loop and of batch notify while they mail: one mail each")
    void killedMailersLoseNothing() {
        createCustomers();
        crossAll();
        Home.await("the loop has mailed some", () -> recipients().size() > 2);
        home.killServer();
        int afterLoop = recipients().size();
        Process job = home.start("batch", "notify");
        Home.await("the job has mailed some", () -> recipients().size() > afterLoop || !job.isAlive());
        job.destroyForcibly();
        home.end(job);
        int afterJob = recipients().size();
        long end = System.nanoTime() + LEASE_AND_MORE.toNanos();
        while (recipients().size() < CUSTOMERS && System.nanoTime() < end) {
            home.run("batch", "notify");
        }

        String mails = mails();
        List<Integer> arrivals = ARRIVALS.matcher(mails)
                .results()
                .map(result -> Integer.valueOf(result.group(1)))
                .toList();
        assertTrue(afterLoop < CUSTOMERS, "mailed when the server was killed: " + afterLoop);
        assertTrue(afterJob < CUSTOMERS, "mailed when the job was killed: " + afterJob);
        assertEquals(CUSTOMERS, recipients().size(), "each customer was told");
        assertEquals(CUSTOMERS, arrivals.size(), "by one mail each, as Message-IDs go");
        int repeats = arrivals.stream().mapToInt(Integer::intValue).sum() - CUSTOMERS;
        assertTrue(repeats <= 2, "sent again after the two kills: " + repeats);
    }

    private static void createCustomers() {
        var billing = home.billing();
        Instant start = YearMonth.now(ZoneOffset.UTC).atDay(1).atStartOfDay().toInstant(ZoneOffset.UTC);
        for (int i = 0; i < CUSTOMERS; i++) {
            billing.createCustomer(CreateCustomerRequest.newBuilder()
                    .setCustomer(Customer.newBuilder()
                            .setCustomerId("n" + i)
                            .setEmail("n" + i + "@example.com")
                            .setCurrencyCode("USD"))
                    .build());
            billing.createSubscription(CreateSubscriptionRequest.newBuilder()
                    .setCustomerId("n" + i)
                    .setSubscriptionId("main")
                    .setPlanId("standard")
                    .setStartTime(timestamp(start))
                    .build());
        }
    }

    private static void crossAll() {
        var metering = home.metering();
        for (int from = 0; from < CUSTOMERS; from += EVENTS_A_CALL) {
            RecordUsageRequest.Builder call = RecordUsageRequest.newBuilder();
            IntStream.range(from, Math.min(from + EVENTS_A_CALL, CUSTOMERS))
                    .mapToObj(i -> UsageEvent.newBuilder()
                            .setEventId("cross-" + i)
                            .setCustomerId("n" + i)
                            .setModelId("gpt-4o-mini")
                            .setUsageTime(timestamp(Instant.now()))
                            .setTokensOut(TOKENS))
                    .forEach(call::addEvents);
            metering.recordUsage(call.build());
        }
    }

    private static Set<String> recipients() {
        Set<String> recipients = new TreeSet<>();
        Matcher matcher = ADDRESS.matcher(mails());
        while (matcher.find()) {
            recipients.add(matcher.group());
        }
        return recipients;
    }

    private static String mails() {
        try (HttpClient http = HttpClient.newHttpClient()) {
            URI page = URI.create(home.setting("SANDBOX_MAIL_URL") + "/mails.json");
            return http.send(HttpRequest.newBuilder(page).build(), HttpResponse.BodyHandlers.ofString())
                    .body();
        } catch (IOException gone) {
            throw new IllegalStateException(gone);
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(ended);
        }
    }

    private static Timestamp timestamp(Instant time) {
        return Timestamp.newBuilder()
                .setSeconds(time.getEpochSecond())
                .setNanos(time.getNano())
                .build();
    }
}
