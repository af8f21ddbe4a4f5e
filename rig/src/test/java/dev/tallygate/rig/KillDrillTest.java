package dev.tallygate.rig;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tallygate.v1.ListInvoicesRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

/** Ends processes with kill -9 in the middle of their work, and counts. */
@EnabledIfEnvironmentVariable(named = "TALLYGATE_E2E", matches = "true", disabledReason = "needs ./tallygate test")
class KillDrillTest {
    private static final boolean FULL = Boolean.getBoolean("tallygate.full");

    @TempDir
    static Path folder;

    private static Home home;
    private static YearMonth lastMonth;

    @BeforeAll
    static void startServer() {
        lastMonth = YearMonth.now(ZoneOffset.UTC).minusMonths(1);
        home = Home.empty(folder.resolve("home"));
        home.run("plans", "init", folder.resolve("plans").toString());
        DemoPlace.setGraceToNothing(folder.resolve("plans"));
        home.run("plans", "apply", folder.resolve("plans").toString());
        home.run("server", "--background");
    }

    @AfterAll
    static void stop() {
        home.close();
    }

    @Test
    @DisplayName("invariant 1: kill -9 of an import in the middle, run again: each line once")
    void killedImportIsFinishedByTheNext() throws IOException {
        int count = FULL ? 100_000 : 10_000;
        int customers = 4;
        Usage.createCustomers(home, "i", customers, "standard");
        Path file = usageFile("i", customers, count);

        Process first = home.start("import", file.toString(), "--format", "jsonl", "--backfill");
        awaitEvents("i0", 1);
        first.destroyForcibly();
        Home.Ended killed = home.end(first);
        home.run("import", file.toString(), "--format", "jsonl", "--backfill");

        assertTrue(killed.code() != 0, "the first import was killed before its end");
        assertCounted("i", customers, count, lastMonth);
    }

    @Test
    @DisplayName("invariant 6: kill -9 of bill in the middle, run again, then twice at once: one invoice each")
    void killedBillIsFinishedByTheNext() throws IOException {
        int customers = FULL ? 2_000 : 300;
        Usage.createCustomers(home, "b", customers, "standard");
        home.run("import", usageFile("b", customers, customers * 2).toString(), "--format", "jsonl", "--backfill");

        Process first = home.start("batch", "bill", "--period", lastMonth.toString());
        Home.await("the first invoices are there", () -> invoices("b", customers) > 0);
        first.destroyForcibly();
        home.end(first);
        long afterKill = invoices("b", customers);
        home.run("batch", "bill", "--period", lastMonth.toString());
        Process one = home.start("batch", "bill", "--period", lastMonth.toString());
        Process two = home.start("batch", "bill", "--period", lastMonth.toString());

        assertEquals(0, home.end(one).code());
        assertEquals(0, home.end(two).code());
        assertTrue(afterKill > 0 && afterKill <= customers, "invoices when it was killed: " + afterKill);
        assertEquals(customers, invoices("b", customers));
        assertEquals(customers, allInvoices("b", customers));
        assertInvoiceAmounts("b", customers);
    }

    private static void assertInvoiceAmounts(String prefix, int customers) {
        try (BooksRepository books = home.books()) {
            for (int i = 0; i < customers; i++) {
                var invoice = books.invoice(prefix + i, lastMonth).orElseThrow();
                long lines = books.lines(invoice.invoiceId()).stream()
                        .mapToLong(BooksRepository.Line::amount)
                        .sum();
                assertEquals(2_000, invoice.totalAmount(), prefix + i + ": below the free tier, so the fee alone");
                assertEquals(invoice.totalAmount(), lines, prefix + i + ": total = sum of lines (invariant 7)");
            }
        }
    }

    private static long invoices(String prefix, int customers) {
        try (BooksRepository books = home.books()) {
            return IntStream.range(0, customers)
                    .filter(i -> books.invoice(prefix + i, lastMonth).isPresent())
                    .count();
        }
    }

    /** Void ones and other kinds included: what the contract lists for each customer. */
    private static long allInvoices(String prefix, int customers) {
        var billing = home.billing();
        return IntStream.range(0, customers)
                .map(i -> billing.listInvoices(ListInvoicesRequest.newBuilder()
                                .setCustomerId(prefix + i)
                                .build())
                        .getInvoicesCount())
                .sum();
    }

    private static void awaitEvents(String customer, long count) {
        Home.await(count + " events of " + customer, () -> {
            try (BooksRepository books = home.books()) {
                return books.eventSums(customer, lastMonth).requests() >= count;
            }
        });
    }

    private static Path usageFile(String prefix, int customers, int count) throws IOException {
        LocalDate day = lastMonth.atDay(15);
        List<String> lines = IntStream.range(0, count)
                .mapToObj(i -> ("{\"event_id\":\"e%d\",\"customer_id\":\"%s%d\",\"model_id\":\"gpt-4o-mini\","
                                + "\"usage_time\":\"%sT12:00:00Z\",\"tokens_in\":100,\"tokens_out\":10}")
                        .formatted(i, prefix, i % customers, day))
                .toList();
        return Files.write(folder.resolve(prefix + "-usage.jsonl"), lines);
    }

    private static void assertCounted(String prefix, int customers, int count, YearMonth month) {
        long each = count / customers;
        try (BooksRepository books = home.books()) {
            for (int i = 0; i < customers; i++) {
                var expected = new BooksRepository.Sums(each, each * 100, 0, each * 10);
                assertEquals(expected, books.eventSums(prefix + i, month), prefix + i + ": events");
                assertEquals(expected, books.totalSums(prefix + i, month), prefix + i + ": totals (invariant 2)");
            }
        }
    }
}
