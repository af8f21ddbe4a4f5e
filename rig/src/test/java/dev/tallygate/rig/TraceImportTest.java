package dev.tallygate.rig;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** 8,819 real requests of November 2023, imported and billed, against invoices that Python's decimal computes. */
@EnabledIfEnvironmentVariable(named = "TALLYGATE_E2E", matches = "true", disabledReason = "needs ./tallygate test")
@EnabledIf(value = "traceAndPythonAreThere", disabledReason = "needs ../shared/data beside the project, and python3")
class TraceImportTest {
    private static final Path TRACE = Path.of("..", "..", "shared", "data", "azure-llm-trace-code.csv")
            .toAbsolutePath()
            .normalize();
    private static final Path SCRIPT =
            Path.of("src/test/python/trace_invoices.py").toAbsolutePath();
    private static final YearMonth MONTH = YearMonth.of(2023, 11);
    private static final int CUSTOMERS = 40;
    private static final String MODELS = "gpt-4o-mini gpt-4o-2024-08-06 claude-haiku-3";
    /** In how many orders the same usage is imported. */
    private static final int ORDERS = Boolean.getBoolean("tallygate.full") ? 10 : 2;

    private static final String MATRIX = """
            plan: matrix
            currency: USD
            charges:
              - id: tokens
                per: 1_000_000
                matrix:
                  "gpt-4o*":      {input: 2.50, cached: 1.25,  output: 10.00}
                  "gpt-4o-mini*": {input: 0.15, cached: 0.075, output: 0.60}
                  "claude-*":     {input: 3.00, cached: 0.30,  output: 15.00}
            """;

    @TempDir
    static Path folder;

    private static Home home;
    /** By what was imported ("plain", "cached"), then by customer. */
    private static Map<String, Map<String, Integer>> owed = Map.of();

    static boolean traceAndPythonAreThere() {
        return Files.exists(TRACE)
                && Stream.of(System.getenv("PATH").split(":"))
                        .anyMatch(path -> Files.isExecutable(Path.of(path, "python3")));
    }

    @BeforeAll
    static void prepare() throws Exception {
        owed = computedInPython(folder.resolve("shuffled.csv"));
        home = Home.empty(folder.resolve("home"));
        home.run("plans", "init", folder.resolve("plans").toString());
        Files.writeString(folder.resolve("plans").resolve("matrix.yaml"), MATRIX);
        home.run("plans", "apply", folder.resolve("plans").toString());
        home.run("server", "--background");
    }

    @AfterAll
    static void stop() {
        if (home != null) {
            home.close();
        }
    }

    @Test
    @DisplayName("every invoice of the imported trace equals one computed in decimal from the file and the price list")
    void invoicesOfTheTraceEqualThoseOfDecimal() {
        createCustomers("t");
        importFile(
                TRACE,
                "customer_id=t{line % 40}",
                "model_id={line % 3: " + MODELS + "}",
                "usage_time={TIMESTAMP}",
                "tokens_in={ContextTokens}",
                "tokens_out={GeneratedTokens}");

        bill();

        assertEquals(owed.get("plain"), invoices("t"));
    }

    @Test
    @DisplayName("with cached tokens, in any order of lines, every invoice equals the one of decimal")
    void anyOrderOfLinesGivesTheSameInvoices() {
        for (int order = 0; order < ORDERS; order++) {
            createCustomers("x" + order + "-");
        }
        importFile(
                folder.resolve("shuffled.csv"),
                "customer_id={customer}",
                "model_id={model}",
                "usage_time={time}",
                "tokens_in={in}",
                "tokens_in_cached={cached}",
                "tokens_out={out}");

        bill();

        for (int order = 0; order < ORDERS; order++) {
            assertEquals(owed.get("cached"), invoices("x" + order + "-"), "order " + order);
        }
    }

    private static void createCustomers(String prefix) {
        Instant start = Instant.parse("2023-10-01T00:00:00Z");
        Usage.createCustomers(home, prefix, 0, 14, "standard", start);
        Usage.createCustomers(home, prefix, 14, 27, "by-model", start);
        Usage.createCustomers(home, prefix, 27, CUSTOMERS, "matrix", start);
    }

    private static void importFile(Path file, String... mapping) {
        List<String> words = new ArrayList<>(List.of("import", file.toString(), "--format", "csv", "--backfill"));
        for (String field : mapping) {
            words.addAll(List.of("--map", field));
        }
        home.run(words.toArray(String[]::new));
    }

    private static void bill() {
        home.run("batch", "bill", "--period", MONTH.toString());
    }

    private static Map<String, Integer> invoices(String prefix) {
        Map<String, Integer> totals = new TreeMap<>();
        try (BooksRepository books = home.books()) {
            for (int i = 0; i < CUSTOMERS; i++) {
                long total = books.invoice(prefix + i, MONTH).orElseThrow().totalAmount();
                totals.put(Integer.toString(i), Math.toIntExact(total));
            }
        }
        return totals;
    }

    private static Map<String, Map<String, Integer>> computedInPython(Path shuffled)
            throws IOException, InterruptedException {
        Process python = new ProcessBuilder(
                        "python3",
                        SCRIPT.toString(),
                        TRACE.toString(),
                        shuffled.toString(),
                        "7",
                        Integer.toString(ORDERS))
                .start();
        String json = new String(python.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, python.waitFor(), "python3 " + SCRIPT);
        Map<String, Map<String, Integer>> invoices = new TreeMap<>();
        JsonMapper.shared().readTree(json).properties().forEach(kind -> {
            Map<String, Integer> amounts = new TreeMap<>();
            kind.getValue()
                    .properties()
                    .forEach(entry ->
                            amounts.put(entry.getKey(), entry.getValue().asInt()));
            invoices.put(kind.getKey(), amounts);
        });
        return invoices;
    }
}
