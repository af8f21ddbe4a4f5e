package dev.tallygate.storm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallygate.TestDatabase;
import dev.tallygate.payment.PaymentProvider;
import dev.tallygate.provider.ForgetfulProvider;
import dev.tallygate.storm.MonthEnd.Result;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * A month end in a storm, for many seeds. {@code -Dtallygate.full=true} takes 200 customers and 1,000 seeds, or as many as
 * {@code -Dtallygate.storm.minutes} (10) allow; {@code -Dtallygate.storm.first}, {@code .seeds} and {@code .customers} say
 * which, so that a seed that failed can be had again.
 */
class StormTest {
    @RegisterExtension
    static final TestDatabase DATABASE = TestDatabase.create();

    private static final boolean IS_FULL = Boolean.getBoolean("tallygate.full");
    private static final int CUSTOMERS = Integer.getInteger("tallygate.storm.customers", IS_FULL ? 200 : 6);
    private static final int SEEDS = Integer.getInteger("tallygate.storm.seeds", IS_FULL ? 1_000 : 3);
    private static final long FIRST_SEED = Long.getLong("tallygate.storm.first", 1);
    private static final Duration TIME = Duration.ofMinutes(Long.getLong("tallygate.storm.minutes", 10));

    @TempDir
    Path folder;

    @Test
    @DisplayName(
            "invariant 9: whatever goes wrong, one customer, one invoice, each line once, and the books say the same")
    void afterTheStormProviderAndBooksAreEqual() throws IOException {
        long begin = System.nanoTime();
        List<Result> results = new ArrayList<>();
        for (long seed = FIRST_SEED; seed < FIRST_SEED + SEEDS && System.nanoTime() - begin < TIME.toNanos(); seed++) {
            results.add(run(seed, CUSTOMERS, UnaryOperator.identity()));
        }

        System.out.printf(
                "%d seeds of %d customers in %d s: %d misfortunes, %d restarts, %d webhooks, %d parked and mended%n",
                results.size(),
                CUSTOMERS,
                Duration.ofNanos(System.nanoTime() - begin).toSeconds(),
                sum(results, Result::faults),
                sum(results, Result::restarts),
                sum(results, Result::webhooks),
                sum(results, Result::parked));
        assertThat(results).flatExtracting(Result::breaches).isEmpty();
        assertThat(sum(results, Result::faults)).isGreaterThan(results.size() * CUSTOMERS);
        assertThat(sum(results, Result::restarts)).isGreaterThan(2 * results.size());
    }

    @Test
    @DisplayName(
            "negative control: a new key for each try doubles customers, invoices and lines, and the judge says so")
    void keysThatAreNotKeptAreCaught() throws IOException {
        List<String> breaches = new ArrayList<>();
        for (long seed = 1; seed <= 3; seed++) {
            breaches.addAll(run(seed, 6, ForgetfulProvider::new).breaches());
        }

        assertThat(breaches).anyMatch(breach -> breach.contains("customer only at the provider"));
        assertThat(breaches).anyMatch(breach -> breach.contains("invoice only at the provider"));
        assertThat(breaches).anyMatch(breach -> breach.matches(".*lines=\\[.*(\\d:\\d+), \\1[,\\]].*"));
    }

    private Result run(long seed, int customers, UnaryOperator<PaymentProvider> disguise) throws IOException {
        Path place = folder.resolve(seed + "-" + System.nanoTime());
        try (MonthEnd monthEnd = new MonthEnd(DATABASE, place, customers, seed, disguise)) {
            return monthEnd.run();
        }
    }

    private static int sum(List<Result> results, ToIntFunction<Result> figure) {
        return results.stream().mapToInt(figure).sum();
    }
}
