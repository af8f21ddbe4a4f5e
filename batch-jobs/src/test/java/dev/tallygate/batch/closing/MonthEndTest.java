package dev.tallygate.batch.closing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallygate.TestDatabase;
import dev.tallygate.batch.Shell;
import dev.tallygate.batch.cli.ExitCodes;
import dev.tallygate.month.AccountingLine;
import java.io.IOException;
import java.io.Reader;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A month closed by command: looked at, explained, approved, exported. */
class MonthEndTest {
    @RegisterExtension
    static final TestDatabase DATABASE = TestDatabase.create();

    private static final String PLAN = """
            plan: metered
            currency: USD
            charges:
              - id: output
                meter: tokens_out
                per: 1_000
                graduated: [{up_to: 2_000, price: 0.50}, {price: 0.25}]
              - {id: base, flat: 20.00}
            """;
    private static final String NAIRA = """
            plan: naira
            currency: NGN
            charges: [{id: output, meter: tokens_out, per: 1, price: {gpt-4o: 1_000}}]
            """;

    @TempDir
    Path folder = Path.of("");

    private Shell shell = Shell.on(DATABASE, Path.of(""));

    @BeforeEach
    void customersOnTheirPlans() throws IOException {
        DATABASE.clear();
        shell = Shell.on(DATABASE, folder)
                .with("tallygate.reports-folder", folder.resolve("reports").toString());
        Files.writeString(folder.resolve("metered.yaml"), PLAN);
        Files.writeString(folder.resolve("naira.yaml"), NAIRA);
        shell.ok(
                "plans",
                "apply",
                folder.resolve("metered.yaml").toString(),
                folder.resolve("naira.yaml").toString());
        for (String customer : List.of("acme", "beta", "gone")) {
            shell.ok("customers", "create", customer, "--plan", "metered", "--from", "2023-10-01");
        }
        shell.ok("customers", "create", "lagos", "--plan", "naira", "--from", "2023-11-01");
        shell.ok("customers", "create", "idle", "--plan", "naira", "--from", "2023-11-01");
        importUsage(
                event("acme", "gpt-4o", 1_000, "2023-10-05T00:00:00Z"),
                event("acme", "gpt-4o", 1_500, "2023-11-05T00:00:00Z"),
                event("acme", "mini", 1_500, "2023-11-06T00:00:00Z"),
                event("lagos", "gpt-4o", 5_000_000, "2023-11-06T00:00:00Z"),
                event("idle", "brand-new", 1, "2023-11-06T00:00:00Z"));
        DATABASE.jdbcClient()
                .sql("update subscriptions s join customers c on c.customer_key = s.customer_key"
                        + " set s.end_time = '2023-11-01' where c.customer_id = 'gone'")
                .update();
        shell.ok("batch", "bill", "--period", "2023-10");
    }

    @Test
    void theMonthNamesWhereEverybodyIsAndTheOneCommandThatComesNext() {
        assertThat(shell.ok("month", "2023-11"))
                .contains("November 2023")
                .containsPattern("open +4 ")
                .contains("Next  ./tallygate batch bill --period 2023-11");

        assertThat(shell.run("batch", "bill", "--period", "2023-11").exitCode()).isEqualTo(ExitCodes.PARKED);

        String screen = shell.ok("month", "2023-11");
        assertThat(screen)
                .containsPattern("Customers +4\\n")
                .containsPattern("parked +1 ")
                .containsPattern("drafted +1 +5,000,000,000.00 NGN")
                .containsPattern(" +2 +41.25 USD")
                .containsPattern("USD +2 +41.25 +0.00 +41.25\\n")
                .containsPattern("usage without a price +1 ")
                .contains("Against 2023-10  customers: 2 arrived, 1 left")
                .containsPattern("acme +20.50 → +21.25 USD +\\+4 %")
                .contains("Next  ./tallygate parked list");
        assertThat(screen.lines())
                .hasSizeLessThanOrEqualTo(40)
                .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(80));

        shell.ok("parked", "waive", "period-2023-11");
        shell.ok("batch", "bill", "--period", "2023-11");
        assertThat(shell.ok("month", "2023-11")).contains("Next  ./tallygate batch deliver");
    }

    @Test
    void whatIsFinalizedPaidOverdueOrLateIsCounted() throws IOException {
        shell.run("batch", "bill", "--period", "2023-11");
        shell.ok("parked", "waive", "period-2023-11");
        shell.ok("batch", "bill", "--period", "2023-11");
        setInvoice("acme", "status = 'PAID', i.amount_paid = i.total_amount");
        setInvoice("beta", "status = 'FINALIZED', i.due_time = '2023-12-15'");
        setInvoice("lagos", "status = 'UNCOLLECTIBLE'");
        importUsage(event("acme", "gpt-4o", 1_000, "2023-11-07T00:00:00Z"));

        JsonNode month = json(shell.ok("month", "2023-11", "--json"));

        assertThat(steps(month))
                .isEqualTo(Map.of("PAID USD", 1L, "NOTHING_DUE NGN", 1L, "FINALIZED USD", 1L, "UNCOLLECTIBLE NGN", 1L));
        assertThat(month.at("/pending/late_customers").asLong()).isEqualTo(1);
        assertThat(month.at("/pending/invoices_overdue").asLong()).isEqualTo(1);
        assertThat(month.at("/next/command").asString())
                .isEqualTo("./tallygate invoices list --period 2023-11 --overdue");
        assertThat(shell.ok("month", "2023-11")).containsPattern("overdue invoices +1");
    }

    @Test
    void theExportHasALineForEachLineAndAddsUpToTheMonth() throws IOException {
        shell.run("batch", "bill", "--period", "2023-11");
        shell.ok("parked", "waive", "period-2023-11");
        shell.ok("batch", "bill", "--period", "2023-11");
        Path csv = folder.resolve("november.csv");

        assertThat(shell.ok("invoices", "export", "--period", "2023-11", "--csv", csv.toString()))
                .contains("4 lines, net 5,000,000,000.00 NGN, net 41.25 USD");

        Map<String, BigDecimal> net = new java.util.TreeMap<>();
        for (CSVRecord row : read(csv)) {
            net.merge(row.get("currency"), new BigDecimal(row.get("net")), BigDecimal::add);
            assertThat(row.get("period")).isEqualTo("2023-11");
        }
        for (JsonNode sum : json(shell.ok("month", "2023-11", "--json")).get("sums")) {
            assertThat(net.get(sum.get("currency_code").asString()))
                    .isEqualByComparingTo(sum.at("/invoiced/amount").asString());
        }
        assertThat(net).hasSize(2);
        assertThat(read(csv).getFirst().toMap()).containsOnlyKeys(AccountingLine.COLUMNS);
    }

    @Test
    void everyColumnOfTheExportIsOnItsPage() throws IOException {
        String page = Files.readString(Path.of("..", "docs", "accounting.md"));

        List<String> named = Pattern.compile("`([a-z_]+)`")
                .matcher(page.substring(page.indexOf("| --- |"), page.indexOf("An invoice without lines")))
                .results()
                .map(found -> found.group(1))
                .toList();

        assertThat(named).containsExactlyElementsOf(AccountingLine.COLUMNS);
    }

    @Test
    void aLineIsExplainedInSumsAndItsEventsAddUpToItsQuantity_invariant8() throws IOException {
        shell.run("batch", "bill", "--period", "2023-11");
        Path csv = folder.resolve("events.csv");

        String text = shell.ok("explain", invoiceOf("acme"), "1", "--events", csv.toString());

        assertThat(text)
                .contains("plan       metered v1, line 4 of its definition:")
                .contains("             - id: output")
                .contains("counted    3,000 tokens_out of all models, used in 2023-11")
                .containsPattern("2,000 at 0.50 per 1,000 \\(up to 2,000\\) +1.00\\n")
                .containsPattern("1,000 at 0.25 per 1,000 +0.25\\n")
                .containsPattern("exactly +1.25\\n")
                .containsPattern("line +1.25 USD\\n")
                .contains("equal to the minor unit");
        assertThat(read(csv).stream()
                        .mapToLong(row -> Long.parseLong(row.get("quantity")))
                        .sum())
                .isEqualTo(3_000);
        assertThat(shell.ok("explain", invoiceOf("acme"), "--json"))
                .contains("\"proved\" : true")
                .contains("20.00");
    }

    @Test
    void aLineThatItsEventsDoNotGiveEndsWithOne() {
        shell.run("batch", "bill", "--period", "2023-11");
        DATABASE.jdbcClient()
                .sql("update invoice_lines set amount = amount + 1"
                        + " where charge_id = 'base' and period_start = '2023-11-01'")
                .update();

        Shell.Result result = shell.run("explain", invoiceOf("beta"));

        assertThat(result.exitCode()).isEqualTo(ExitCodes.FAILED);
        assertThat(result.out()).contains("NOT EQUAL").contains("amount: 20.01 USD (expected: 20.00 USD)");
        Shell.Result verified = shell.run("batch", "verify", "--period", "2023-11");
        assertThat(verified.exitCode()).isEqualTo(ExitCodes.FAILED);
        assertThat(verified.err())
                .contains("beta 2023-11 line 1 of " + invoiceOf("beta") + ", amount: 20.01 USD (expected: 20.00 USD)")
                .contains("beta 2023-11 mend: ./tallygate explain " + invoiceOf("beta"))
                .contains("broken");
        assertThat(shell.run("batch", "verify", "--period", "2023-10").exitCode())
                .isZero();
    }

    @Test
    void draftsAreApprovedByMonthOrByNameAndTheMonthSaysSo() {
        shell.run("batch", "bill", "--period", "2023-11");
        shell.ok("parked", "waive", "period-2023-11");
        shell.ok("batch", "bill", "--period", "2023-11");
        shell = shell.with("tallygate.billing.approval", "true");
        assertThat(shell.ok("month", "2023-11"))
                .contains("drafts that wait for approval: 3")
                .contains("Next  ./tallygate invoices approve --period 2023-11 --all");

        assertThat(shell.ok("invoices", "approve", "--period", "2023-11"))
                .contains("drafts of 2023-11 that wait for approval: 3, 5,000,000,000.00 NGN, 41.25 USD")
                .contains("Nothing was approved");
        assertThat(shell.ok("invoices", "approve", invoiceOf("acme"), "--by", "ada", "--note", "checked"))
                .contains("approved by ada");
        assertThat(shell.ok("invoices", "approve", "--period", "2023-11", "--all"))
                .contains("approved by " + System.getProperty("user.name") + ": 2");
        assertThat(shell.ok("month", "2023-11"))
                .containsPattern("approved +1 ")
                .contains("Next  ./tallygate batch deliver");

        assertThat(shell.ok("invoices", "unapprove", invoiceOf("acme"))).contains("not approved by");
        assertThat(shell.run("batch", "deliver").err()).containsPattern("drafts that wait for approval: [0-9]+");
        assertThat(shell.run("invoices", "approve").err()).contains("expected: one of the two");
    }

    @Test
    void theRunningMonthIsPreviewedAndNothingIsWritten() {
        String preview = shell.ok("invoices", "preview", "beta");

        assertThat(preview).contains("nothing was written").containsPattern("total 20.00 USD");
        assertThat(json(shell.ok("invoices", "preview", "beta", "--json"))
                        .at("/total/amount")
                        .asString())
                .isEqualTo("20.00");
        assertThat(shell.ok("invoices", "list", "--customer", "beta").lines()).hasSize(2);
    }

    private static Map<String, Long> steps(JsonNode month) {
        Map<String, Long> steps = new java.util.HashMap<>();
        for (JsonNode step : month.get("steps")) {
            steps.put(
                    step.get("step").asString() + " "
                            + step.at("/total/currency_code").asString(),
                    step.get("customers").asLong());
        }
        return steps;
    }

    private static void setInvoice(String customerId, String assignment) {
        DATABASE.jdbcClient()
                .sql("update invoices i join customers c on c.customer_key = i.customer_key set i." + assignment
                        + " where c.customer_id = :id and i.period_start = '2023-11-01'")
                .param("id", customerId)
                .update();
    }

    private String invoiceOf(String customerId) {
        Matcher id = Pattern.compile("inv_\\S+")
                .matcher(shell.ok("invoices", "list", "--customer", customerId, "--period", "2023-11"));
        assertThat(id.find()).isTrue();
        return id.group();
    }

    private static List<CSVRecord> read(Path csv) throws IOException {
        try (Reader reader = Files.newBufferedReader(csv)) {
            return CSVFormat.RFC4180
                    .builder()
                    .setHeader()
                    .setSkipHeaderRecord(true)
                    .get()
                    .parse(reader)
                    .getRecords();
        }
    }

    private static JsonNode json(String text) {
        return JsonMapper.shared().readTree(text);
    }

    private static String event(String customerId, String model, long tokensOut, String time) {
        return "{\"customer_id\":\"%s\",\"model_id\":\"%s\",\"usage_time\":\"%s\",\"tokens_out\":%d}"
                .formatted(customerId, model, time, tokensOut);
    }

    private void importUsage(String... lines) throws IOException {
        Path file = Files.writeString(folder.resolve("usage.jsonl"), String.join("\n", lines));
        shell.ok("import", file.toString(), "--format", "jsonl", "--backfill");
    }
}
