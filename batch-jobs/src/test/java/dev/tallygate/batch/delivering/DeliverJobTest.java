package dev.tallygate.batch.delivering;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallygate.SettableClock;
import dev.tallygate.TestDatabase;
import dev.tallygate.batch.Shell;
import dev.tallygate.batch.job.JobConfiguration;
import dev.tallygate.batch.job.JobRunner;
import dev.tallygate.batch.job.RunExit;
import dev.tallygate.batch.job.RunIdentity;
import dev.tallygate.batch.job.RunProgress;
import dev.tallygate.invoice.InvoiceId;
import dev.tallygate.invoice.InvoiceStatus;
import dev.tallygate.operation.LeaseBook;
import dev.tallygate.operation.Mode;
import dev.tallygate.payment.CrashingProvider;
import dev.tallygate.payment.DeliveryHolds;
import dev.tallygate.payment.HourComparison;
import dev.tallygate.payment.PaymentProviders;
import dev.tallygate.payment.PaymentWorld;
import dev.tallygate.payment.UsageReporter;
import dev.tallygate.sandbox.provider.ProviderOptions;
import dev.tallygate.sandbox.stripe.LocalStripe;
import dev.tallygate.stripe.StripeProvider;
import dev.tallygate.stripe.StripeSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import tools.jackson.databind.ObjectMapper;

class DeliverJobTest {
    @RegisterExtension
    static final TestDatabase DATABASE = TestDatabase.create();

    /** Customer, invoice, two lines, read back invoice and lines, finalization. */
    private static final int CALLS = 7;

    @TempDir
    Path folder;

    private final SettableClock clock = SettableClock.at(Instant.now().toString());
    private LocalStripe stripe;
    private CrashingProvider provider;
    private PaymentWorld world;
    private Shell shell;

    @BeforeEach
    void open() throws IOException {
        DATABASE.clear();
        URI nowhere = URI.create("http://127.0.0.1:9/webhooks/stripe");
        stripe = LocalStripe.start(
                ProviderOptions.in(folder.resolve("stripe"), nowhere).by(clock));
        provider = new CrashingProvider(new StripeProvider(settings(), Mode.TEST));
        world = new PaymentWorld(DATABASE, clock, provider);
        shell = Shell.on(DATABASE, folder)
                .with("tallygate.reports-folder", folder.resolve("reports").toString());
    }

    @AfterEach
    void close() {
        world.close();
        stripe.close();
    }

    @Test
    void draftsAreDeliveredAndASecondRunHasNothingToDo() {
        List<InvoiceId> ids = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            ids.add(world.draft(world.customer("customer-" + i, "USD"), 10_00, 5_00));
        }

        Shell.Result first = shellWithStripe().run("batch", "deliver");
        Shell.Result second = shellWithStripe().run("batch", "deliver");

        assertThat(first.exitCode()).as(first.toString()).isZero();
        assertThat(ids)
                .allSatisfy(
                        id -> assertThat(world.invoice(id).status()).isIn(InvoiceStatus.FINALIZED, InvoiceStatus.PAID));
        assertThat(second.exitCode()).as(second.toString()).isZero();
        assertThat(second.err()).contains("nothing to do");
    }

    @Test
    void somethingParkedIsExitCode2AndTheOthersAreDelivered() {
        InvoiceId credit = world.draft(world.customer("credit", "USD"), -10_00);
        InvoiceId other = world.draft(world.customer("other", "USD"), 10_00);

        Shell.Result result = shellWithStripe().run("batch", "deliver");

        assertThat(result.exitCode()).as(result.toString()).isEqualTo(2);
        assertThat(world.invoice(credit).status()).isEqualTo(InvoiceStatus.DRAFT);
        assertThat(world.invoice(other).status()).isNotEqualTo(InvoiceStatus.DRAFT);
    }

    @Test
    void withoutAKeyDraftsStayAndARunSaysSo() {
        InvoiceId id = world.draft(world.customer("acme", "USD"), 10_00);

        Shell.Result result = shell.run("batch", "deliver");

        assertThat(result.exitCode()).isZero();
        assertThat(result.err())
                .contains("no provider is switched on")
                .contains("stripe is off (STRIPE_API_KEY is not set); drafts that wait for it: 1")
                .doesNotContain("paystack is off");
        assertThat(world.invoice(id).status()).isEqualTo(InvoiceStatus.DRAFT);
    }

    @Test
    void reconcileAsksAboutInvoicesWhoseWebhookNeverCame() {
        InvoiceId id = world.draft(world.customer("acme", "USD"), 10_00);
        shellWithStripe().ok("batch", "deliver");

        for (int look = 0; look < 100 && world.invoice(id).status() != InvoiceStatus.PAID; look++) {
            shellWithStripe().ok("batch", "reconcile");
            LockSupport.parkNanos(50_000_000);
        }

        assertThat(world.invoice(id).status()).isEqualTo(InvoiceStatus.PAID);
        assertThat(world.invoice(id).amountPaid()).isEqualTo(world.invoice(id).total());
    }

    @Test
    @DisplayName(
            "invariant 9: deliver killed between any call and its record, and run again: one customer, one invoice, each line once")
    void killedAfterAnyCallAndRunAgainNothingIsDoubled() throws IOException, InterruptedException {
        for (int call = 1; call <= CALLS; call++) {
            InvoiceId id = world.draft(world.customer("killed-" + call, "USD"), 10_00, 5_00);
            provider.crashAt(call, true);
            assertThat(deliver()).isEqualTo(RunExit.FAILED);
            clock.advance(Duration.ofMinutes(3));

            assertThat(deliver()).isEqualTo(RunExit.DONE);
            assertThat(world.invoice(id).status()).isNotEqualTo(InvoiceStatus.DRAFT);
        }

        assertThat(stripeCount("/v1/customers?limit=100")).isEqualTo(CALLS);
        assertThat(stripeCount("/v1/invoices?limit=100")).isEqualTo(CALLS);
        assertThat(stripeCount("/v1/invoiceitems?limit=100")).isEqualTo(2 * CALLS);
    }

    private RunExit deliver() {
        var transactions = new JdbcTransactionManager(DATABASE.dataSource());
        JobRepository repository = new JobConfiguration()
                .repository(DATABASE.dataSource(), new JdbcTemplate(DATABASE.dataSource()), transactions);
        var usage = new UsageReports(repository, world.bean(UsageReporter.class), world.bean(HourComparison.class));
        var job = new DeliverJob(
                repository,
                usage,
                world.planner(),
                world.delivery(),
                world.bean(PaymentProviders.class),
                world.bean(DeliveryHolds.class),
                clock);
        var runner =
                new JobRunner(repository, world.bean(LeaseBook.class), Clock.systemUTC(), folder.resolve("reports"));
        var progress = new RunProgress(new PrintWriter(new StringWriter()), RunProgress.Style.PLAIN);
        return runner.run(job, RunIdentity.of(DeliverJob.NAME, Map.of()), progress);
    }

    private StripeSettings settings() {
        return new StripeSettings(
                stripe.apiKey(),
                stripe.url(),
                List.of(stripe.webhookSecret()),
                "own",
                StripeSettings.Collection.CHARGE_AUTOMATICALLY,
                30,
                new StripeSettings.Timeouts(Duration.ofSeconds(5), Duration.ofSeconds(10)));
    }

    private Shell shellWithStripe() {
        return shell.with("stripe.api-key", stripe.apiKey()).with("stripe.api-base", stripe.url());
    }

    private int stripeCount(String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(stripe.url() + path))
                .header("Authorization", "Bearer " + stripe.apiKey())
                .build();
        try (HttpClient http = HttpClient.newHttpClient()) {
            String body =
                    http.send(request, HttpResponse.BodyHandlers.ofString()).body();
            return new ObjectMapper().readTree(body).path("data").size();
        }
    }
}
