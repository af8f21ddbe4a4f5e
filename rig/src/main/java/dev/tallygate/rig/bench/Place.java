package dev.tallygate.rig.bench;

import dev.tallygate.rig.Transcript;
import dev.tallygate.v1.CheckQuotaResponse;
import dev.tallygate.v1.RecordUsageResponse;
import java.time.Duration;
import java.time.YearMonth;

/** A site whose server runs, with customers, and the loads that are put on it. */
final class Place implements AutoCloseable {
    private static final int FILL_CALLS_IN_FLIGHT = 8;
    private static final int FILL_CALL = 1_000;
    private static final int FILL_IN_A_ROW_MAX = 50;
    private static final Duration FILL_LINE = Duration.ofSeconds(10);

    private static final Duration COUNT_TIME_MAX = Duration.ofHours(1);

    private final Site site;
    private final Product product;
    private final int customers;
    private final Threads.Numbers numbers;
    private final Runnable end;

    private Place(Site site, Product product, int customers, Threads.Numbers numbers, Runnable end) {
        this.site = site;
        this.product = product;
        this.customers = customers;
        this.numbers = numbers;
        this.end = end;
    }

    /** Starts the site's server and makes so many customers. */
    static Place open(Site site, int customers, YearMonth thisMonth, Threads.Numbers numbers) {
        site.run("server", "--background");
        try {
            Product product = new Product(site.grpcPort(), site.key());
            product.bringCustomers(customers, thisMonth);
            return new Place(site, product, customers, numbers, () -> site.run("stop", "server"));
        } catch (RuntimeException e) {
            site.run("stop", "server");
            throw e;
        }
    }

    /** A site that has its customers and whose server runs, which {@code end} ends. */
    static Place running(Site site, Product product, int customers, Threads.Numbers numbers, Runnable end) {
        return new Place(site, product, customers, numbers, end);
    }

    Site site() {
        return site;
    }

    Product product() {
        return product;
    }

    /**
     * Records so many facts or some more, over all customers and in calls of a thousand, the fastest way in; says how far it
     * is and answers how many they are.
     */
    long fill(Facts facts, long events, Transcript transcript) {
        int inARow = Math.clamp(events / customers, 1, FILL_IN_A_ROW_MAX);
        Shape shape = new Shape(customers, 20, FILL_CALL, FILL_CALLS_IN_FLIGHT, inARow);
        long done = 0;
        while (done < events) {
            long calls = Math.ceilDiv(events - done, shape.events());
            Round round = new ClosedLoop(shape.inFlight(), FILL_LINE, calls)
                    .<RecordUsageResponse>run(
                            shape.events(),
                            observer -> product.record(facts, shape, numbers.next(shape.events()), observer));
            done += round.items();
            transcript.line("filled: %,d of %,d events, %,.0f a second".formatted(done, events, round.perSecond()));
        }
        return done;
    }

    Round record(Facts facts, Shape shape, Duration length) {
        return new ClosedLoop(shape.inFlight(), length)
                .<RecordUsageResponse>run(
                        shape.events(),
                        observer -> product.record(facts, shape, numbers.next(shape.events()), observer));
    }

    /** Records so many facts, whole calls of them. */
    void count(Facts facts, Shape shape, long events) {
        new ClosedLoop(shape.inFlight(), COUNT_TIME_MAX, events / shape.events())
                .<RecordUsageResponse>run(
                        shape.events(),
                        observer -> product.record(facts, shape, numbers.next(shape.events()), observer));
    }

    Round check(Shape shape, Duration length) {
        return new ClosedLoop(shape.inFlight(), length)
                .<CheckQuotaResponse>run(1, observer -> product.check(shape, numbers.next(1), observer));
    }

    Round reserveAndCommit(Facts facts, Shape shape, Duration length) {
        return new ClosedLoop(shape.inFlight(), length)
                .<RecordUsageResponse>run(
                        1, observer -> product.reserveAndCommit(facts, shape, numbers.next(1), observer));
    }

    /** Ends the server; the schema stays. */
    @Override
    public void close() {
        product.close();
        end.run();
    }
}
