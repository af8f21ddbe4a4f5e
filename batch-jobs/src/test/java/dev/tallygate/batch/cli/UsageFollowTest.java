package dev.tallygate.batch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallygate.TestDatabase;
import dev.tallygate.batch.BatchApplication;
import dev.tallygate.batch.Shell;
import dev.tallygate.customer.CustomerRegistry;
import dev.tallygate.usage.UsageEvent;
import dev.tallygate.usage.UsageFeed;
import dev.tallygate.usage.UsageRecorder;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

/** {@code usage --follow}: what it prints of events that come in while it looks. */
class UsageFollowTest {
    @RegisterExtension
    static final TestDatabase DATABASE = TestDatabase.create();

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String PLAN = """
            plan: metered
            currency: USD
            charges:
              - {id: input, meter: tokens_in, per: 1_000_000, price: {gpt-4o: 2.50}}
              - {id: output, meter: tokens_out, per: 1_000_000, price: {gpt-4o: 10.00}}
              - {id: calls, meter: requests, per: 1_000, price: 0.01}
            """;

    @TempDir
    Path folder = Path.of("");

    private ConfigurableApplicationContext core = new GenericApplicationContext();
    private final StringWriter printed = new StringWriter();
    private long customerKey;

    @BeforeEach
    void acmeOnItsPlan() throws IOException {
        DATABASE.clear();
        Shell shell = Shell.on(DATABASE, folder);
        shell.ok(
                "plans",
                "apply",
                Files.writeString(folder.resolve("p.yaml"), PLAN).toString());
        shell.ok("customers", "create", "acme", "--plan", "metered", "--from", "2026-01-01");
        core = BatchApplication.start("tallygate.db.url=" + DATABASE.url());
        customerKey = core.getBean(CustomerRegistry.class).require("acme").customerKey();
    }

    @AfterEach
    void stop() {
        core.close();
    }

    @Test
    void eachEventIsShownWithTheChargesThatPricedItAndItsCostUntilTheEnd() throws InterruptedException {
        record("before", event -> event.tokensIn(1_000));
        Thread follower = follow(new TextEventLines(Colours.OFF), 0);
        await("before");

        record("later", event -> event.tokensIn(1_000).tokensOut(200));
        await("later");
        core.getBean(Ending.class).ask();
        follower.join();

        List<String> lines = printed.toString().lines().toList();
        assertThat(lines).hasSize(3);
        assertThat(lines.get(0)).matches("RECORDED \\(UTC\\) +EVENT +MODEL +COUNTED +CHARGES +COST");
        assertThat(lines.get(1)).matches("\\S+ \\S+ +before +gpt-4o +in 1,000 +input\\+calls +0.002510000000 USD");
        assertThat(lines.get(2))
                .matches("\\S+ \\S+ +later +gpt-4o +in 1,000 out 200 +input\\+output\\+calls +0.004510000000 USD");
    }

    @Test
    void closingCoreAsCtrlCDoesEndsItBeforeTheDatabaseIsGone() throws InterruptedException {
        record("one", event -> event.tokensIn(1_000));
        Thread follower = follow(new TextEventLines(Colours.OFF), 0);
        await("one");

        core.close();
        follower.join(PATIENCE);

        assertThat(follower.isAlive()).isFalse();
        assertThat(printed.toString()).doesNotContain("Exception");
    }

    @Test
    void whatIsUnpricedOrEstimatedSaysSoAndIsColoured() {
        record("new-model", event -> event.modelId("brand-new").tokensOut(7));
        record("cut-off", event -> event.tokensOut(7).estimated(true));
        record("plain", event -> event.tokensOut(7));
        List<UsageFeed.PricedEvent> events = core.getBean(UsageFeed.class).after(customerKey, 0, 10);

        List<String> coloured =
                events.stream().map(new TextEventLines(Colours.ON)::line).toList();
        assertThat(coloured.get(0))
                .startsWith("\u001b[1;31m")
                .contains("calls")
                .endsWith("UNPRICED tokens_out\u001b[0m");
        assertThat(coloured.get(1)).startsWith("\u001b[33m").endsWith("ESTIMATED\u001b[0m");
        assertThat(coloured.get(2)).doesNotContain("\u001b");

        assertThat(new JsonEventLines().line(events.getFirst()))
                .contains("\"event_id\":\"new-model\"")
                .contains("\"charges\":[\"calls\"]")
                .contains("\"unpriced\":true,\"unpriced_meters\":[\"tokens_out\"]")
                .contains("\"quantities\":{\"tokens_out\":7}");
    }

    @Test
    void aTimeOrTheLastEventsAreFoundAlongTheKey() {
        for (int i = 0; i < 25; i++) {
            record("e" + i, event -> event.tokensIn(1));
        }
        DATABASE.jdbcTemplate().update("delete from usage_events where event_id in ('e3', 'e4', 'e20')");
        UsageFeed feed = core.getBean(UsageFeed.class);
        List<UsageFeed.PricedEvent> all = feed.after(customerKey, 0, 100);

        assertThat(ids(feed.after(customerKey, feed.beforeLast(customerKey, 3), 100)))
                .containsExactly("e22", "e23", "e24");
        for (int i = 0; i < all.size(); i++) {
            Instant time = all.get(i).recorded().recordedTime();
            assertThat(ids(feed.after(customerKey, feed.beforeTime(customerKey, time), 100)))
                    .isEqualTo(ids(all.stream()
                            .filter(event -> !event.recorded().recordedTime().isBefore(time))
                            .toList()));
        }
        Instant future = Instant.now().plusSeconds(60);
        assertThat(feed.after(customerKey, feed.beforeTime(customerKey, future), 1))
                .isEmpty();
        assertThat(feed.beforeLast(customerKey + 1, 10)).isZero();
        assertThat(feed.beforeTime(customerKey + 1, future)).isZero();
    }

    @Test
    void thereIsColourOnlyOnATerminalAndWhereNobodySaysNo() {
        assertThat(Colours.of(Map.of("TALLYGATE_TERMINAL_OUT", "1"))).isEqualTo(Colours.ON);
        assertThat(Colours.of(Map.of())).isEqualTo(Colours.OFF);
        assertThat(Colours.of(Map.of("TALLYGATE_TERMINAL_OUT", "1", "NO_COLOR", "1")))
                .isEqualTo(Colours.OFF);
        assertThat(Colours.of(Map.of("TALLYGATE_TERMINAL_OUT", "1", "TERM", "dumb")))
                .isEqualTo(Colours.OFF);
    }

    @Test
    void wrongCallsAreToldInASentence() {
        Shell shell = Shell.on(DATABASE, folder);

        assertThat(shell.run("usage", "acme", "--since", "10m").err()).startsWith("--since goes with --follow");
        assertThat(shell.run("usage", "acme", "--follow", "--since", "soon").err())
                .contains(
                        "soon (expected: how long ago, such as 10m, 2h or 1d, or a time such as 2026-03-01T12:00:00Z)");
        assertThat(shell.run("usage", "acme", "--follow", "--period", "2026-10").err())
                .startsWith("--period and --follow exclude each other");
        assertThat(shell.run("usage", "nobody", "--follow").err()).startsWith("CUSTOMER_NOT_FOUND");
    }

    private static List<String> ids(List<UsageFeed.PricedEvent> events) {
        return events.stream().map(event -> event.recorded().event().eventId()).toList();
    }

    private Thread follow(EventLines lines, long seq) {
        UsageFollower follower = new UsageFollower(
                core.getBean(UsageFeed.class), lines, new PrintWriter(printed), core.getBean(Ending.class));
        return Thread.ofPlatform().start(() -> follower.follow(customerKey, seq));
    }

    private void await(String eventId) {
        Instant end = Instant.now().plus(PATIENCE);
        while (!printed.toString().contains(" " + eventId + " ")) {
            assertThat(Instant.now()).as("printed: " + printed).isBefore(end);
            Thread.onSpinWait();
        }
    }

    private void record(String eventId, UnaryOperator<UsageEvent.Builder> more) {
        UsageEvent.Builder event =
                UsageEvent.builder(eventId, "acme").modelId("gpt-4o").usageTime(Instant.now());
        core.getBean(UsageRecorder.class)
                .record(List.of(more.apply(event).build()))
                .toCompletableFuture()
                .join();
    }
}
