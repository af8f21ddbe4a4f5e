package dev.tallygate.batch.delivering;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallygate.SettableClock;
import dev.tallygate.TestDatabase;
import dev.tallygate.batch.Shell;
import dev.tallygate.invoice.InvoiceId;
import dev.tallygate.invoice.InvoiceStatus;
import dev.tallygate.operation.Mode;
import dev.tallygate.payment.PaymentWorld;
import dev.tallygate.sandbox.provider.ProviderOptions;
import dev.tallygate.sandbox.stripe.LocalStripe;
import dev.tallygate.stripe.StripeProvider;
import dev.tallygate.stripe.StripeSettings;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.ObjectMapper;

/** A restore as an operator goes through it, command by command. */
class RestoredDatabaseTest {
    @RegisterExtension
    static final TestDatabase DATABASE = TestDatabase.create();

    @TempDir
    Path folder;

    private final SettableClock clock = SettableClock.at(Instant.now().toString());
    private LocalStripe stripe;
    private PaymentWorld world;
    private Shell shell;

    @BeforeEach
    void open() throws IOException {
        DATABASE.clear();
        URI nowhere = URI.create("http://127.0.0.1:9/webhooks/stripe");
        stripe = LocalStripe.start(
                ProviderOptions.in(folder.resolve("stripe"), nowhere).by(clock));
        world = new PaymentWorld(DATABASE, clock, new StripeProvider(settings(), Mode.TEST));
        shell = shell("home");
    }

    @AfterEach
    void close() {
        world.close();
        stripe.close();
    }

    @Test
    @DisplayName("deliver notices the restore and holds; reconcile --adopt asks Stripe; then all is as it was, once")
    void aRestoreIsNoticedHeldAdoptedAndReleased() throws IOException, InterruptedException {
        InvoiceId id = world.draft(world.customer("acme", "USD"), 10_00, 5_00);
        shell.ok("deliveries", "list");
        Runnable restore = DATABASE.backup();
        shell.ok("batch", "deliver");
        assertThat(world.invoice(id).status()).isNotEqualTo(InvoiceStatus.DRAFT);

        restore.run();
        clock.advance(Duration.ofHours(25));

        Shell.Result held = shell.run("batch", "deliver");
        assertThat(held.exitCode()).as(held.toString()).isEqualTo(2);
        assertThat(held.err()).contains("stripe is held since", "./tallygate batch reconcile --adopt");
        assertThat(shell.ok("deliveries", "list", "--state", "held")).contains("CREATE_CUSTOMER", "HELD");
        assertThat(shell.ok("deliveries", "limits", "--json")).contains("is held since");
        Shell.Result refused = shell.run("deliveries", "release", "stripe");
        assertThat(refused.err()).startsWith("DELIVERY_STATE");

        Shell.Result adopted = shell.run("batch", "reconcile", "--adopt");
        assertThat(adopted.exitCode()).as(adopted.toString()).isZero();
        Shell.Result again = shell.run("batch", "deliver");

        assertThat(again.exitCode()).as(again.toString()).isZero();
        assertThat(world.invoice(id).status()).isIn(InvoiceStatus.FINALIZED, InvoiceStatus.PAID);
        assertThat(shell.ok("deliveries", "list")).isEqualTo("none\n");
        assertThat(stripeCount("/v1/customers?limit=100")).isEqualTo(1);
        assertThat(stripeCount("/v1/invoices?limit=100")).isEqualTo(1);
    }

    @Test
    @DisplayName("on a new machine nothing can be noticed: the operator says it")
    void onANewMachineTheOperatorSaysIt() throws IOException, InterruptedException {
        InvoiceId id = world.draft(world.customer("acme", "USD"), 10_00);
        shell.ok("deliveries", "list");
        Runnable restore = DATABASE.backup();
        shell.ok("batch", "deliver");
        restore.run();
        clock.advance(Duration.ofHours(25));
        Shell newMachine = shell("new-home");

        assertThat(newMachine.ok("deliveries", "hold", "--restored", "--reason", "backup of Monday"))
                .contains("stripe is held since", "backup of Monday", "paystack", "manual");
        newMachine.ok("batch", "reconcile", "--adopt");
        newMachine.run("batch", "deliver");

        assertThat(world.invoice(id).status()).isIn(InvoiceStatus.FINALIZED, InvoiceStatus.PAID);
        assertThat(stripeCount("/v1/invoices?limit=100")).isEqualTo(1);
    }

    @Test
    void withoutARestoreThereIsNothingToAdopt() {
        Shell.Result result = shell.run("batch", "reconcile", "--adopt");

        assertThat(result.exitCode()).isZero();
        assertThat(result.err()).contains("there is nothing to adopt");
    }

    @Test
    void oneProviderIsHeldAndReleasedByName() {
        world.draft(world.customer("acme", "USD"), 10_00);

        assertThat(shell.ok("deliveries", "hold", "stripe", "--reason", "moving accounts"))
                .contains("stripe is held since", "moving accounts", "./tallygate deliveries release stripe");
        assertThat(shell.run("batch", "deliver").exitCode()).isEqualTo(2);
        assertThat(shell.ok("deliveries", "release", "stripe")).contains("go on: ");
        shell.ok("batch", "deliver");
        assertThat(shell.run("deliveries", "release", "stripe").err()).startsWith("DELIVERY_STATE");
        assertThat(shell.run("deliveries", "hold").err()).startsWith("FIELD_INVALID");
        assertThat(shell.run("deliveries", "hold", "strpe").err()).startsWith("FIELD_INVALID");
    }

    private Shell shell(String home) {
        return Shell.on(DATABASE, folder.resolve(home))
                .with("tallygate.reports-folder", folder.resolve("reports").toString())
                .with("stripe.api-key", stripe.apiKey())
                .with("stripe.api-base", stripe.url());
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
