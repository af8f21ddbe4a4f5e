package dev.tallygate.storm;

import dev.tallygate.storm.MonthEnd.Result;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;

/** What many seeds came to. A breach, and how far a long run is, are said at once: who stops it knows what it found. */
final class Tally {
    private static final int SEEDS_BETWEEN_LINES = 10;

    private final int customers;
    private final long begin = System.nanoTime();
    private final List<Result> results = new ArrayList<>();

    /** @param customers of each seed */
    Tally(int customers) {
        this.customers = customers;
    }

    synchronized void add(Result result) {
        results.add(result);
        result.breaches().forEach(System.out::println);
        if (results.size() % SEEDS_BETWEEN_LINES == 0) {
            System.out.println(sentence());
        }
    }

    Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - begin);
    }

    synchronized int seeds() {
        return results.size();
    }

    synchronized List<String> breaches() {
        return results.stream().flatMap(result -> result.breaches().stream()).toList();
    }

    synchronized int sum(ToIntFunction<Result> figure) {
        return results.stream().mapToInt(figure).sum();
    }

    synchronized String sentence() {
        return "%d seeds of %d customers in %d s: %d misfortunes, %d restarts, %d webhooks, %d parked and mended, %d breaches"
                .formatted(
                        seeds(),
                        customers,
                        elapsed().toSeconds(),
                        sum(Result::faults),
                        sum(Result::restarts),
                        sum(Result::webhooks),
                        sum(Result::parked),
                        breaches().size());
    }
}
