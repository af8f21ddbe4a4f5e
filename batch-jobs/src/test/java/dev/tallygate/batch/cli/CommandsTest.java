package dev.tallygate.batch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallygate.TestDatabase;
import dev.tallygate.batch.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommandsTest {

    @RegisterExtension
    static final TestDatabase DATABASE = TestDatabase.create();

    private static final String PLAN = """
            plan: basic
            name: Basic
            currency: EUR
            charges:
              - {id: base, flat: %s}
            """;

    @TempDir
    Path folder = Path.of("");

    private Shell shell = Shell.on(DATABASE, Path.of(""));

    @BeforeEach
    void emptyDatabase() {
        DATABASE.clear();
        shell = Shell.on(DATABASE, folder);
    }

    @Test
    void thePlansThatComeWithItAreWrittenAppliedAndListed() {
        String plans = folder.resolve("plans").toString();

        assertThat(shell.ok("plans", "init", plans)).contains("wrote").contains("standard.yaml");
        assertThat(shell.ok("plans", "init", plans)).startsWith("Nothing written");
        assertThat(shell.ok("plans", "apply", plans)).contains("standard v1: published");
        assertThat(shell.ok("plans", "apply", plans)).contains("standard v1: unchanged");

        assertThat(shell.ok("plans", "list"))
                .containsSubsequence("PLAN ID", "VERSION", "by-model", "free", "premium", "standard", "standard-ngn");
        assertThat(shell.ok("plans", "show", "standard")).contains("plan: standard");
        assertThat(shell.ok("plans", "show", "standard", "--json")).contains("\"definition\" :");
    }

    @Test
    void aChangedPlanSaysWhatChangesAndMovesNobodyUnlessAsked() throws IOException {
        Path file = write("basic.yaml", PLAN.formatted("20.00"));
        shell.ok("plans", "apply", file.toString());
        shell.ok("customers", "create", "acme", "--plan", "basic");
        write("basic.yaml", PLAN.formatted("25.00"));

        assertThat(shell.ok("plans", "apply", "--dry-run", file.toString()))
                .contains("basic v2: would be published")
                .contains("20")
                .contains("25");
        assertThat(shell.ok("plans", "apply", file.toString()))
                .contains("basic v2: published")
                .contains("1 customer still on an older version");
        assertThat(shell.ok("customers", "show", "acme")).contains("basic v1").doesNotContain("basic v2");

        assertThat(shell.ok("plans", "apply", file.toString(), "--move")).contains("1 customer moved");
        assertThat(shell.ok("plans", "apply", file.toString(), "--move", "next-period"))
                .contains("0 customers moved");
        assertThat(shell.ok("customers", "show", "acme")).contains("basic v1").contains("basic v2");
    }

    private static final String WORLD = """
            plan: world
            currency: %s
            charges:
              - {id: base, flat: {USD: 20.00, JPY: 2_980, NGN: %s}}
            """;

    @Test
    void aPlanInSeveralCurrenciesIsPublishedInEachAndACustomerHasOneOfThem() throws IOException {
        Path file = write("world.yaml", WORLD.formatted("[USD, JPY, NGN]", "30_000"));

        assertThat(shell.ok("plans", "apply", file.toString()))
                .isEqualTo("world v1 in USD: published\nworld v1 in JPY: published\nworld v1 in NGN: published\n");
        assertThat(shell.ok("plans", "list")).contains("USD,JPY,NGN");
        assertThat(shell.ok("customers", "create", "ada", "--plan", "world")).contains("world: world v1 in USD");
        assertThat(shell.ok("customers", "create", "yui", "--plan", "world", "--currency", "JPY"))
                .contains("world: world v1 in JPY");
        Shell.Result euros = shell.run("customers", "create", "eve", "--plan", "world", "--currency", "EUR");
        Shell.Result yenAtPaystack = shell.run(
                "customers",
                "create",
                "kei",
                "--plan",
                "world",
                "--currency",
                "JPY",
                "--provider",
                "paystack",
                "--email",
                "kei@example.com");

        assertThat(euros.err())
                .contains("CURRENCY_MISMATCH: currency: EUR (expected: USD or JPY or NGN, a currency of plan world)");
        assertThat(yenAtPaystack.err()).contains("FIELD_INVALID: currency_code: JPY");
        assertThat(shell.ok("customers", "list")).doesNotContain("eve").doesNotContain("kei");
    }

    @Test
    void customersMoveInTheirOwnCurrencyAndThoseOfADroppedOneAreTold() throws IOException {
        Path file = write("world.yaml", WORLD.formatted("[USD, JPY, NGN]", "30_000"));
        shell.ok("plans", "apply", file.toString());
        shell.ok("customers", "create", "ada", "--plan", "world");
        shell.ok("customers", "create", "obi", "--plan", "world", "--currency", "NGN");
        write("world.yaml", WORLD.formatted("[USD, JPY, NGN]", "33_000"));

        assertThat(shell.ok("plans", "apply", file.toString(), "--move", "--rerate", "--customer", "obi"))
                .contains("world v2 in NGN: published")
                .contains("charges.base.flat: 30000 -> 33000")
                .contains("world v2 in USD: 1 customer moved")
                .contains("world v2 in JPY: 0 customers moved")
                .contains("world v2 in NGN: re-rated")
                .doesNotContain("world v2 in USD: re-rated");
        assertThat(shell.ok("customers", "show", "ada")).contains("world v2 in USD");
        assertThat(shell.ok("customers", "move", "obi", "world")).contains("world v2 in NGN already, nothing changed");

        write("world.yaml", WORLD.formatted("[USD, JPY]", "0").replace(", NGN: 0", ""));
        assertThat(shell.ok("plans", "apply", file.toString(), "--move"))
                .contains("world v3: 1 customer still on an older version, in a currency that this one does not list");
        assertThat(shell.run("customers", "move", "obi", "world").err())
                .contains("CURRENCY_MISMATCH: plan_id: \"world in USD, JPY\" (expected: a plan in NGN");
    }

    @Test
    void movingInMidPeriodIsRefusedUntilItComes() throws IOException {
        Path file = write("basic.yaml", PLAN.formatted("20.00"));

        Shell.Result result = shell.run("plans", "apply", file.toString(), "--move", "now");

        assertThat(result.exitCode()).isEqualTo(ExitCodes.FAILED);
        assertThat(result.err()).contains("--move: now (expected: next-period");
        assertThat(shell.ok("plans", "list")).isEqualTo("none\n");
    }

    @Test
    void aMalformedPlanIsRefusedWithFileAndLine() throws IOException {
        Path file = write("bad.yaml", PLAN.formatted("-1"));

        Shell.Result result = shell.run("plans", "apply", file.toString());

        assertThat(result.exitCode()).isEqualTo(ExitCodes.FAILED);
        assertThat(result.err()).startsWith("PLAN_INVALID:\nline 5: " + file).doesNotContain("\tat ");
        assertThat(shell.ok("plans", "list")).isEqualTo("none\n");
    }

    @Test
    void aCustomerIsMadeOnItsPlanInThePlansCurrency() throws IOException {
        shell.ok("plans", "apply", write("basic.yaml", PLAN.formatted("20.00")).toString());

        String made = shell.ok(
                "customers",
                "create",
                "acme",
                "--email",
                "pay@acme.example",
                "--plan",
                "basic",
                "--from",
                "2026-03-01");

        assertThat(made).containsPattern("currency_code +EUR").contains("basic: basic v1 from 2026-03-01T00:00:00Z");
        assertThat(shell.ok(
                        "customers",
                        "create",
                        "acme",
                        "--email",
                        "pay@acme.example",
                        "--plan",
                        "basic",
                        "--from",
                        "2026-03-01"))
                .isEqualTo(made);
        assertThat(shell.ok("customers", "list", "--json")).contains("\"customer_id\" : \"acme\"");
        assertThat(shell.ok("customers", "update", "acme", "--name", "Acme")).containsPattern("name +Acme");
        assertThat(shell.ok("customers", "suspend", "acme")).isEqualTo("acme: SUSPENDED\n");
        assertThat(shell.ok("customers", "resume", "acme")).isEqualTo("acme: ACTIVE\n");
        assertThat(shell.ok("customers", "cancel", "acme", "basic", "--at", "2100-01-01"))
                .contains("to 2100-01-01T00:00:00Z");
        assertThat(shell.ok("customers", "close", "acme")).isEqualTo("acme: CLOSED\n");
    }

    @Test
    void aCustomerSubscribesAndMovesByCommand() throws IOException {
        shell.ok("plans", "apply", write("basic.yaml", PLAN.formatted("20.00")).toString());
        shell.ok("customers", "create", "acme", "--currency", "EUR");

        assertThat(shell.ok("customers", "subscribe", "acme", "basic", "--id", "s1"))
                .contains("s1: basic v1");
        assertThat(shell.ok("customers", "move", "acme", "basic")).contains("already, nothing changed");
    }

    @Test
    void aKeyIsPrintedOnceAndListedWithoutIt() {
        String key =
                shell.ok("keys", "create", "gateway", "--scope", "ingest,check").strip();
        String keyId = key.split("_", -1)[2];

        assertThat(key).startsWith("tg_test_");
        assertThat(shell.ok("keys", "list")).contains(keyId, "ingest,check").doesNotContain(key);
        assertThat(shell.ok("keys", "revoke", keyId)).contains("revoked since");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            customers show nobody                | CUSTOMER_NOT_FOUND: customer_id: nobody
            customers create acme --plan nothing | PLAN_NOT_FOUND: plan_id: nothing
            customers create a --currency XAU    | FIELD_INVALID: currency_code: XAU
            customers create acme --from soon    | soon (expected: 2026-03-01
            keys create k --scope everything     | Invalid value for option '--scope'
            keys revoke nobody                   | API_KEY_NOT_FOUND
            plans apply no-such-file.yaml        | the file no-such-file.yaml does not exist
            plans show nothing                   | PLAN_NOT_FOUND
            invoices show inv_1                  | INVOICE_NOT_FOUND
            parked waive nothing                 | PARKED_NOT_FOUND
            nonsense                             | Unmatched argument at index 0: 'nonsense'
            """)
    void aWrongCallEndsWith1AndASentence(String words, String sentence) {
        Shell.Result result = shell.run(words.split(" ", -1));

        assertThat(result.exitCode()).isEqualTo(ExitCodes.FAILED);
        assertThat(result.err()).contains(sentence).doesNotContain("\tat ");
        assertThat(result.out()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            --help
            help
            plans --help
            customers create --help
            import --help
            batch bill --help
            help invoices
            """)
    void helpNeverWaitsForADatabase(String words) {
        Shell.Result result = shell.with("tallygate.db.url", "none").run(words.split(" ", -1));

        assertThat(result.exitCode()).isZero();
        assertThat(result.out()).startsWith("Usage: tallygate").doesNotContain("%%");
    }

    @Test
    void emptyListsSayNone() {
        assertThat(shell.ok("customers", "list")).isEqualTo("none\n");
        assertThat(shell.ok("invoices", "list")).isEqualTo("none\n");
        assertThat(shell.ok("parked", "list")).isEqualTo("none\n");
        assertThat(shell.ok("keys", "list")).isEqualTo("none\n");
    }

    @Test
    void aDatabaseOfTheOtherModeIsRefused() {
        shell.ok("customers", "list");

        Shell.Result result = shell.with("tallygate.mode", "live").run("customers", "list");

        assertThat(result.exitCode()).isEqualTo(ExitCodes.FAILED);
        assertThat(result.err()).startsWith("MODE_MISMATCH: TALLYGATE_MODE: live (expected: test");
    }

    @Test
    void aDatabaseThatIsAwayIsSaidInASentence() {
        Shell.Result result = shell.with("tallygate.db.url", "jdbc:mysql://127.0.0.1:1/none?user=root")
                .with("tallygate.db.connection-timeout", "500ms")
                .run("customers", "list");

        assertThat(result.exitCode()).isEqualTo(ExitCodes.FAILED);
        assertThat(result.err()).startsWith("DATABASE_UNAVAILABLE").doesNotContain("\tat ");
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }
}
