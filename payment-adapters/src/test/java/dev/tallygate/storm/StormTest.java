package dev.tallygate.storm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallygate.storm.MonthEnd.Result;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A month end in a storm, for many seeds. {@code -Dtallygate.full=true} takes 200 customers and 1,000 seeds, or as many as
 * {@code -Dtallygate.storm.minutes} (10) allow; {@code -Dtallygate.storm.first}, {@code .seeds} and {@code .customers} say
 * which, so that a seed that failed can be had again, and {@code .at-once} (2) how many at a time.
 */
class StormTest {
    private static final boolean IS_FULL = Boolean.getBoolean("tallygate.full");
    private static final int CUSTOMERS = Integer.getInteger("tallygate.storm.customers", IS_FULL ? 200 : 6);
    private static final int SEEDS = Integer.getInteger("tallygate.storm.seeds", IS_FULL ? 1_000 : 3);
    private static final long FIRST_SEED = Long.getLong("tallygate.storm.first", 1);
    private static final Duration TIME = Duration.ofMinutes(Long.getLong("tallygate.storm.minutes", 10));
    private static final int AT_ONCE = Integer.getInteger("tallygate.storm.at-once", 2);

    private static final Schemas SCHEMAS = new Schemas();

    @TempDir
    Path folder;

    @AfterAll
    static void dropSchemas() {
        SCHEMAS.close();
    }

    @Test
    @DisplayName(
            "invariant 9: whatever goes wrong, one customer, one invoice, each line once, and the books say the same")
    void afterTheStormProviderAndBooksAreEqual() {
        Tally tally = new Seeds(FIRST_SEED, SEEDS, CUSTOMERS, TIME, AT_ONCE).run(SCHEMAS, folder, Trial.PRODUCT);

        System.out.println(tally.sentence());
        assertThat(tally.breaches()).isEmpty();
        assertThat(tally.sum(Result::faults)).isGreaterThan(tally.seeds() * CUSTOMERS);
        assertThat(tally.sum(Result::restarts)).isGreaterThan(2 * tally.seeds());
    }

    @Test
    @DisplayName(
            "negative control: a new key for each try doubles customers, invoices and lines at either, and the judge says so")
    void keysThatAreNotKeptAreCaught() {
        List<String> breaches = new Seeds(1, 3, 6, TIME, AT_ONCE)
                .run(SCHEMAS, folder, Trial.CONTROL)
                .breaches();

        // at Stripe a customer and a line; Paystack has one customer an address and takes lines whole: there an invoice
        assertThat(breaches).anyMatch(breach -> breach.contains("customer only at the provider"));
        assertThat(breaches).anyMatch(breach -> breach.matches(".*lines=\\[.*(\\d:\\d+), \\1[,\\]].*"));
        assertThat(countOfPaystack(breaches, "invoice only at the provider"))
                .isGreaterThan(countOfPaystack(breaches, "invoice only in the books"));
    }

    private static long countOfPaystack(List<String> breaches, String what) {
        return breaches.stream()
                .filter(breach -> breach.contains(what) && breach.contains("currency=NGN"))
                .count();
    }
}
