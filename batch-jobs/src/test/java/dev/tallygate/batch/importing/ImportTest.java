package dev.tallygate.batch.importing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallygate.TestDatabase;
import dev.tallygate.batch.BatchApplication;
import dev.tallygate.batch.Shell;
import dev.tallygate.batch.cli.ExitCodes;
import dev.tallygate.catalog.PlanCatalog;
import dev.tallygate.catalog.PlanParser;
import dev.tallygate.catalog.ShippedPlans;
import dev.tallygate.customer.CustomerProfile;
import dev.tallygate.customer.CustomerRegistry;
import dev.tallygate.customer.SubscriptionBook;
import dev.tallygate.customer.SubscriptionRequest;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Currency;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;

class ImportTest {

    @RegisterExtension
    static final TestDatabase DATABASE = TestDatabase.create();

    private static final String HEADER = "TIMESTAMP,ContextTokens,GeneratedTokens\n";
    private static final String[] MAPPING = {
        "--format",
        "csv",
        "--backfill",
        "--map",
        "customer_id=acme-{line % 4}",
        "--map",
        "model_id={line % 3: gpt-4o-mini gpt-4o claude-haiku-3}",
        "--map",
        "usage_time={TIMESTAMP}",
        "--map",
        "tokens_in={ContextTokens}",
        "--map",
        "tokens_out={GeneratedTokens}"
    };

    @TempDir
    Path folder = Path.of("");

    private static ConfigurableApplicationContext core = new GenericApplicationContext();

    private Shell shell = Shell.on(DATABASE, Path.of(""));

    @BeforeAll
    static void startCore() {
        core = BatchApplication.start("tallygate.db.url=" + DATABASE.url(), "tallygate.usage.totals-behind-max=1");
    }

    @AfterAll
    static void stopCore() {
        core.close();
    }

    @BeforeEach
    void fourCustomersSinceNovember() {
        DATABASE.clear();
        shell = Shell.on(DATABASE, folder)
                .with("tallygate.reports-folder", folder.resolve("reports").toString());
        core.getBean(PlanCatalog.class).publish(PlanParser.parse(ShippedPlans.source("by-model")));
        for (int i = 0; i < 4; i++) {
            String customerId = "acme-" + i;
            core.getBean(CustomerRegistry.class)
                    .create(new CustomerProfile(customerId, "", "", Currency.getInstance("USD"), "stripe"));
            core.getBean(SubscriptionBook.class)
                    .create(new SubscriptionRequest(
                            customerId, "main", "by-model", Instant.parse("2023-11-01T00:00:00Z")));
        }
    }

    @Test
    void aFileIsMappedOntoCustomersAndModelsAndCountsOnce() throws IOException {
        Path file = write("trace.csv", HEADER + lines(1_203));

        String first = run(file, MAPPING);
        String again = run(file, MAPPING);

        assertThat(first).contains("1,203 lines: 1,203 recorded, 0 counted before, 0 in conflict, 0 rejected");
        assertThat(again).contains("1,203 lines: 0 recorded, 1,203 counted before");
        assertThat(sum("requests")).isEqualTo(1_203);
        assertThat(sum("tokens_in"))
                .isEqualTo(IntStream.rangeClosed(1, 1_203).map(i -> 100 + i).sum());
        assertThat(sum("tokens_out")).isEqualTo(1_203 * 7L);
        assertThat(events("acme-1", "gpt-4o-mini"))
                .as("lines 9, 21, 33, ... of 1,203")
                .isEqualTo(100);
    }

    @Test
    @DisplayName(
            "a backfill of a whole month with a dry run: its verdicts and costs are those of the import, and it writes nothing")
    void aDryRunSaysWhatTheImportWouldCost() throws IOException {
        Path file = write("trace.csv", HEADER + lines(1_203) + lines(1));

        String dry = run(file, withDryRun());

        assertThat(dry)
                .contains("1,204 lines: 1,204 recorded, 0 counted before")
                .contains("acme-0", "2023-11", "OPEN");
        assertThat(sum("requests")).isZero();
        run(file, MAPPING);
        for (int i = 0; i < 4; i++) {
            BigDecimal cost = core.getBean(JdbcTemplate.class)
                    .queryForObject(
                            "select sum(cost_units) from usage_events e join customers c using (customer_key)"
                                    + " where c.customer_id = 'acme-" + i + "'",
                            BigDecimal.class);
            assertThat(dry).contains(Objects.requireNonNull(cost).toPlainString());
        }
        assertThat(run(file, withDryRun())).contains("1,204 lines: 0 recorded, 1,204 counted before");
    }

    private static String[] withDryRun() {
        List<String> words = new ArrayList<>(List.of(MAPPING));
        words.add("--dry-run");
        return words.toArray(String[]::new);
    }

    @Test
    @DisplayName("order independence: the same lines in another order give the same totals")
    void anotherOrderOfLinesGivesTheSameTotals() throws IOException {
        List<String> lines = new ArrayList<>(IntStream.rangeClosed(1, 600)
                .mapToObj(i -> "2023-11-16 18:17:03.%07d,%d,%d,acme-%d".formatted(i, 100 + i, i % 9, i % 4))
                .toList());
        String header = "usage_time,tokens_in,tokens_out,customer_id\n";
        run(write("a.csv", header + String.join("\n", lines)), "--format", "csv", "--backfill");
        List<String> totals = totals();
        Collections.shuffle(lines, new Random(7));
        fourCustomersSinceNovember();

        run(write("b.csv", header + String.join("\n", lines)), "--format", "csv", "--backfill");

        assertThat(totals()).isEqualTo(totals).isNotEmpty();
    }

    @Test
    void refusedLinesAreToldWithTheirReasonAndStopNobody() throws IOException {
        Path file = write("bad.csv", HEADER + """
                2023-11-16 18:17:03,10,1
                2023-11-16 18:17:03,-1,1
                2023-11-16 18:17:03,many,1
                yesterday,10,1
                2023-11-16 18:17:03,10
                2023-10-31 23:59:59,10,1
                2023-11-16 18:17:03,99999999999999999999,1
                2023-11-16 18:17:03,20,2
                """);

        Shell.Result result = shell.run(words(file, MAPPING));

        assertThat(result.exitCode()).isEqualTo(ExitCodes.PARKED);
        assertThat(result.out()).contains("8 lines: 2 recorded, 0 counted before, 0 in conflict, 6 rejected");
        assertThat(sum("tokens_in")).isEqualTo(30);
        assertThat(verdicts())
                .anyMatch(line -> line.startsWith("1,acme-1,") && line.endsWith(",RECORDED,,"))
                .anyMatch(line -> line.contains("REJECTED,QUANTITY_NEGATIVE,"))
                .anyMatch(line -> line.contains("REJECTED,FIELD_INVALID,tokens_in: many (expected: a whole number)"))
                .anyMatch(line -> line.startsWith("4,,,REJECTED,FIELD_INVALID,"))
                .anyMatch(line -> line.startsWith("5,,,REJECTED,FIELD_INVALID,\"columns: 2 (expected: 3,"))
                .anyMatch(line -> line.contains("REJECTED,NO_SUBSCRIPTION,"))
                .anyMatch(line -> line.contains("REJECTED,QUANTITY_TOO_LARGE,"));
        assertThat(reports()).anyMatch(report -> report.contains("NO_SUBSCRIPTION"));
    }

    @Test
    void withoutBackfillOldUsageIsTooOld() throws IOException {
        Path file = write("trace.csv", HEADER + lines(3));
        String[] recent = IntStream.range(0, MAPPING.length)
                .filter(i -> !MAPPING[i].equals("--backfill"))
                .mapToObj(i -> MAPPING[i])
                .toArray(String[]::new);

        assertThat(shell.run(words(file, recent)).out())
                .contains("3 lines: 0 recorded")
                .contains("3 rejected");
        assertThat(verdicts()).anyMatch(line -> line.contains("USAGE_TIME_TOO_OLD"));
        assertThat(sum("requests")).isZero();
    }

    @Test
    void jsonLinesGiveTheirFieldsByNameAndOwnMetersAndLabelsFromObjects() throws IOException {
        Path file = write("usage.jsonl", """
                {"event_id":"e1","customer_id":"acme-1","model_id":"gpt-4o","usage_time":"2023-11-16T18:17:03Z","tokens_in":10,"tokens_in_cached":4,"quantities":{"images":2},"labels":{"team":"a"}}

                not json
                ["an array"]
                {"event_id":"e1","customer_id":"acme-1","model_id":"gpt-4o","usage_time":"2023-11-16T18:17:03Z","tokens_in":11}
                {"event_id":"e2","customer_id":"nobody","usage_time":"2023-11-16T18:17:03Z"}
                """);

        Shell.Result result = shell.run(words(file, "--format", "jsonl", "--backfill"));

        assertThat(result.exitCode()).isEqualTo(ExitCodes.PARKED);
        assertThat(result.out()).contains("5 lines: 1 recorded, 0 counted before, 1 in conflict, 3 rejected");
        assertThat(
                        row(
                                "select concat_ws('|', event_id, tokens_in, tokens_in_cached, quantities, labels) from usage_events"))
                .isEqualTo("e1|10|4|{\"images\":2}|{\"team\":\"a\"}");
        assertThat(verdicts()).anyMatch(line -> line.startsWith("6,nobody,e2,REJECTED,CUSTOMER_UNKNOWN"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            --map customer_id={Tenant}  | --map customer_id: the file has no column Tenant (it has: TIMESTAMP
            --map customer=acme         | --map customer: no field of an event
            --map customer_id=a{line    | --map customer_id: a{line
            --map tokens_in=1           | customer_id: the file has no such column
            """)
    void aMappingThatCannotWorkIsRefusedBeforeAnythingIsRecorded(String words, String sentence) throws IOException {
        Path file = write("trace.csv", HEADER + lines(3));
        List<String> all = new ArrayList<>(List.of("import", file.toString(), "--format", "csv"));
        all.addAll(List.of(words.split(" ", -1)));

        Shell.Result result = shell.run(all.toArray(String[]::new));

        assertThat(result.exitCode()).isEqualTo(ExitCodes.FAILED);
        assertThat(result.err()).contains(sentence).doesNotContain("\tat ");
        assertThat(sum("requests")).isZero();
    }

    @Test
    void aFileThatIsNotThereOrEmptyIsSaidInASentence() throws IOException {
        assertThat(shell.run("import", "nothing.csv", "--format", "csv").err())
                .contains("the file nothing.csv does not exist");
        assertThat(shell.run("import", write("empty.csv", "").toString(), "--format", "csv")
                        .err())
                .contains("empty (expected: a first line");
    }

    private String run(Path file, String... options) {
        return shell.ok(words(file, options));
    }

    private static String[] words(Path file, String... options) {
        List<String> all = new ArrayList<>(List.of("import", file.toString()));
        all.addAll(List.of(options));
        return all.toArray(String[]::new);
    }

    private static String lines(int count) {
        StringBuilder lines = new StringBuilder();
        for (int i = 1; i <= count; i++) {
            lines.append("2023-11-16 18:17:03.%07d,%d,7%n".formatted(i, 100 + i));
        }
        return lines.toString();
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private List<String> verdicts() throws IOException {
        List<String> all = new ArrayList<>();
        try (var files = Files.newDirectoryStream(folder.resolve("reports"), "*-lines.csv")) {
            for (Path file : files) {
                all.addAll(Files.readAllLines(file));
            }
        }
        return all;
    }

    private List<String> reports() throws IOException {
        List<String> all = new ArrayList<>();
        try (var files = Files.newDirectoryStream(folder.resolve("reports"), "*.{txt,json}")) {
            for (Path file : files) {
                all.add(Files.readString(file));
            }
        }
        return all;
    }

    private static List<String> totals() {
        return DATABASE.jdbcClient()
                .sql("""
                        select concat_ws('|', c.customer_id, t.model_id, t.requests, t.tokens_in, t.tokens_out)
                        from usage_totals t
                        join customers c on c.customer_key = t.customer_key
                        order by c.customer_id, t.model_id
                        """)
                .query((row, number) -> row.getString(1))
                .list();
    }

    private static long sum(String column) {
        return DATABASE.jdbcClient()
                .sql("select coalesce(sum(" + column + "), 0) from usage_events")
                .query((row, number) -> row.getLong(1))
                .single();
    }

    private static long events(String customerId, String modelId) {
        return DATABASE.jdbcClient()
                .sql("""
                        select count(*)
                        from usage_events e
                        join customers c on c.customer_key = e.customer_key
                        where c.customer_id = :customerId and e.model_id = :modelId
                        """)
                .param("customerId", customerId)
                .param("modelId", modelId)
                .query((row, number) -> row.getLong(1))
                .single();
    }

    private static String row(String sql) {
        return DATABASE.jdbcClient()
                .sql(sql)
                .query((row, number) -> row.getString(1))
                .single();
    }
}
