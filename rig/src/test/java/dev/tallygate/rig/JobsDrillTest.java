package dev.tallygate.rig;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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

/** Two schedulers on one database, as two machines have them: both at once, one killed, one asked to end. */
@EnabledIfEnvironmentVariable(named = "TALLYGATE_E2E", matches = "true", disabledReason = "needs ./tallygate test")
class JobsDrillTest {
    private static final int CUSTOMERS = Boolean.getBoolean("tallygate.full") ? 4_000 : 600;
    private static final String EVERY_SECOND = "* * * * * *";

    @TempDir
    static Path folder;

    private static Home home;
    private static Home twin;
    private static YearMonth lastMonth;

    @BeforeAll
    static void customersOfLastMonth() throws IOException {
        lastMonth = YearMonth.now(ZoneOffset.UTC).minusMonths(1);
        home = Home.empty(folder.resolve("home"));
        home.run("plans", "init", folder.resolve("plans").toString());
        DemoPlace.setGraceToNothing(folder.resolve("plans"));
        home.run("plans", "apply", folder.resolve("plans").toString());
        List<String> lines = IntStream.range(0, CUSTOMERS)
                .mapToObj(i -> "{\"customer_id\":\"j%d\",\"plan\":\"standard\",\"from\":\"%s\"}"
                        .formatted(i, lastMonth.atDay(1)))
                .toList();
        home.run(
                "customers",
                "import",
                Files.write(folder.resolve("customers.jsonl"), lines).toString());
        twin = home.twin(folder.resolve("twin"));
        List.of(home, twin)
                .forEach(one -> one.set("TALLYGATE_JOBS_BILL", EVERY_SECOND)
                        .set("TALLYGATE_JOBS_DELIVER", "off")
                        .set("TALLYGATE_JOBS_RECONCILE", "off")
                        .set("TALLYGATE_JOBS_VERIFY", "off"));
    }

    @AfterAll
    static void stop() {
        home.close();
    }

    @Test
    @DisplayName("kill -9 of a scheduler in the middle of bill: its twin goes on, one invoice for each customer")
    void theTwinOfAKilledSchedulerGoesOn() {
        Process one = home.start("jobs");
        Process two = twin.start("jobs");
        Home.await("the first invoices are there", () -> invoices() > 0);
        one.destroyForcibly();
        home.end(one);

        Home.await("each customer has its invoice", () -> invoices() == CUSTOMERS);
        String list = twin.run("jobs", "--list");
        two.destroy();
        Home.Ended asked = twin.end(two);

        assertTrue(list.contains("bill"), list);
        assertEquals(143, asked.code(), asked::output);
        assertTrue(asked.output().contains("the schedule has ended"), asked::output);
        assertTrue(asked.output().lines().noneMatch(line -> line.startsWith("\tat ")), asked::output);
        String invoices = home.run("invoices", "list", "--period", lastMonth.toString(), "--json");
        assertEquals(CUSTOMERS, invoices.split("\"invoice_id\"", -1).length - 1, "invoices in all");
    }

    private static long invoices() {
        try (BooksRepository books = home.books()) {
            return IntStream.range(0, CUSTOMERS)
                    .filter(i -> books.invoice("j" + i, lastMonth).isPresent())
                    .count();
        }
    }
}
