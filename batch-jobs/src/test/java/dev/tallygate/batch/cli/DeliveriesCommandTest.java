package dev.tallygate.batch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallygate.SettableClock;
import dev.tallygate.TestDatabase;
import dev.tallygate.batch.Shell;
import dev.tallygate.invoice.InvoiceId;
import dev.tallygate.operation.Mode;
import dev.tallygate.payment.PaymentWorld;
import dev.tallygate.stripe.StripeProvider;
import dev.tallygate.stripe.StripeSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class DeliveriesCommandTest {
    @RegisterExtension
    static final TestDatabase DATABASE = TestDatabase.create();

    @TempDir
    Path folder;

    private final SettableClock clock = SettableClock.at(Instant.now().toString());
    private PaymentWorld world;
    private Shell shell;
    private String delivery;

    /** A Stripe that is not there: one call was tried and lost. */
    @BeforeEach
    void open() {
        DATABASE.clear();
        var away = new StripeSettings(
                "sk_test_hush",
                "http://127.0.0.1:9",
                List.of(),
                "own",
                StripeSettings.Collection.CHARGE_AUTOMATICALLY,
                30,
                new StripeSettings.Timeouts(Duration.ofSeconds(1), Duration.ofSeconds(1)));
        world = new PaymentWorld(DATABASE, clock, new StripeProvider(away, Mode.TEST));
        shell = Shell.on(DATABASE, folder)
                .with("tallygate.reports-folder", folder.resolve("reports").toString());
        delivery = "customer_" + world.customer("acme", "USD").customerKey() + "/1";
        world.delivery().drain(1);
    }

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void aLostCallIsListedAndShownWithItsAttempt() {
        assertThat(shell.ok("deliveries", "list"))
                .contains("DELIVERY ID", delivery, "acme", "CREATE_CUSTOMER", "stripe", "UNKNOWN");

        String shown = shell.ok("deliveries", "show", delivery);

        assertThat(shown)
                .contains("idempotency_key", "cus:", "POST /v1/customers", "first_sent_time", "BEGUN TIME", "UNKNOWN")
                .contains("ApiConnectionException")
                .doesNotContain("hush", "acme@example.com");
    }

    @Test
    void everythingIsJsonForPrograms() {
        shell.ok("deliveries", "annotate", delivery, "asked support", "--by", "Ada");

        JsonNode listed =
                json(shell.ok("deliveries", "list", "--state", "unknown,held", "--provider", "stripe", "--json"));
        JsonNode shown = json(shell.ok("deliveries", "show", delivery, "--json"));

        assertThat(listed.size()).isEqualTo(1);
        assertThat(listed.get(0).path("delivery_id").asString()).isEqualTo(delivery);
        assertThat(shown.path("tried").get(0).path("result").asString()).isEqualTo("UNKNOWN");
        assertThat(shown.path("endpoint").asString()).isEqualTo("POST /v1/customers");
        assertThat(shown.path("notes").get(0).path("note").asString()).isEqualTo("asked support");
        assertThat(shown.path("notes").get(0).path("by").asString()).isEqualTo("Ada");
    }

    @Test
    void whatWaitsIsTriedAgainOrGivenUp() {
        assertThat(shell.ok("deliveries", "retry", delivery)).contains(delivery + ": UNKNOWN, revision 1, is due");

        assertThat(shell.ok("deliveries", "abandon", delivery, "--reason", "a test customer"))
                .contains(delivery + ": ABANDONED");

        assertThat(shell.ok("deliveries", "list")).isEqualTo("none\n");
        assertThat(shell.ok("deliveries", "list", "--customer", "acme")).contains("given up: a test customer");
        assertThat(shell.run("deliveries", "retry", delivery).err()).startsWith("DELIVERY_STATE");
    }

    @Test
    void limitsShowWhatAnAccountIsAsked() {
        Shell withStripe = shell.with("stripe.api-key", "sk_test_hush").with("stripe.api-base", "http://127.0.0.1:9");
        world.customer("bolt", "USD");
        withStripe.run("batch", "deliver");

        JsonNode limits = json(withStripe.ok("deliveries", "limits", "--json"));

        assertThat(limits.get(0).path("provider").asString()).isEqualTo("stripe");
        assertThat(limits.get(0).path("reads_allotted").asInt()).isEqualTo(10_000);
        assertThat(limits.get(0).path("writes_30_days").asInt()).isPositive();
    }

    @Test
    void anInvoicesDeliveriesAreListedByIt() {
        InvoiceId id = world.planned(world.customer("bolt", "USD"), 100, 200);

        assertThat(shell.ok("deliveries", "list", "--invoice", id.toString()).lines())
                .hasSize(5);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            deliveries list --state lost              | lost
            deliveries list --customer nobody         | CUSTOMER_NOT_FOUND
            deliveries list --invoice inv_9           | INVOICE_NOT_FOUND
            deliveries list --provider strpe          | FIELD_INVALID
            deliveries show nothing                   | DELIVERY_NOT_FOUND
            deliveries retry customer_77/1            | DELIVERY_NOT_FOUND
            deliveries abandon customer_77/1          | --reason
            deliveries annotate customer_77/1 hello   | DELIVERY_NOT_FOUND
            """)
    void aWrongCallEndsWith1AndASentence(String words, String sentence) {
        Shell.Result result = shell.run(words.split(" "));

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.err()).contains(sentence);
    }

    private static JsonNode json(String text) {
        return JsonMapper.shared().readTree(text);
    }
}
