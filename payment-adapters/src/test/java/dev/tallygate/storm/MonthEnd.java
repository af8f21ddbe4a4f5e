package dev.tallygate.storm;

import dev.tallygate.SettableClock;
import dev.tallygate.TestDatabase;
import dev.tallygate.customer.Customer;
import dev.tallygate.customer.CustomerProfile;
import dev.tallygate.invoice.Invoice;
import dev.tallygate.invoice.InvoiceId;
import dev.tallygate.invoice.InvoiceLine;
import dev.tallygate.invoice.InvoiceStatus;
import dev.tallygate.operation.Parked;
import dev.tallygate.payment.CrashingProvider;
import dev.tallygate.payment.DrainReport;
import dev.tallygate.payment.EventCatchUp;
import dev.tallygate.payment.PaymentProvider;
import dev.tallygate.payment.PaymentWorld;
import dev.tallygate.storm.Holdings.Held;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Currency;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;

/** The month end of one seed: drafts for both providers, delivered and settled through a storm, until it is over. */
final class MonthEnd implements AutoCloseable {
    private static final String RATE = "0.25";
    private static final int STORM_ROUNDS = 40;
    private static final int MENDS_MAX = 5;
    private static final int PARKED_MAX = 1_000;

    /** Of real time: what happens by itself at the providers has threads of its own. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final long seed;
    private final int customers;
    private final SplittableRandom random;
    private final SettableClock clock = SettableClock.at("2026-11-02T08:00:00Z");
    private final Map<InvoiceId, CustomerProfile> invoices = new LinkedHashMap<>();
    private final Providers providers;
    private final Product product;
    private final Door door;

    /**
     * What one seed came to.
     *
     * @param faults how much went wrong at the providers
     * @param parked what a person was asked and mended by a retry
     * @param breaches where provider and books differ, and what is stuck and not named; with the seed
     */
    record Result(int faults, int restarts, int webhooks, int parked, List<String> breaches) {}

    /** @param disguise what stands in front of each adapter */
    MonthEnd(TestDatabase database, Path folder, int customers, long seed, UnaryOperator<PaymentProvider> disguise)
            throws IOException {
        database.clear();
        this.seed = seed;
        this.customers = customers;
        this.random = new SplittableRandom(seed);
        this.providers = new Providers(folder, clock);
        this.product = new Product(database, folder.resolve("home"), providers, disguise);
        this.door = new Door(product::process);
        providers.wake(door);
    }

    Result run() {
        draft();
        storm();
        calmDown();
        List<String> breaches = new ArrayList<>(unnamed());
        int parked = mend();
        here().parked().open(PARKED_MAX).forEach(entry -> breaches.add("parked for good: " + entry));
        breaches.addAll(providers.holdings().differencesTo(books()));
        return new Result(
                providers.met().size(),
                product.restarts(),
                door.taken(),
                parked,
                breaches.stream().map(breach -> "seed " + seed + ": " + breach).toList());
    }

    /** Half are Stripe's and half Paystack's; every fifth does not pay. */
    private void draft() {
        for (int number = 0; number < customers; number++) {
            boolean isStripe = number % 2 == 0;
            String never = isStripe ? "+sandbox_no_card" : "+sandbox_never_pays";
            String id = "customer-" + number;
            Customer customer = here().customers()
                    .create(new CustomerProfile(
                            id,
                            "The people of " + id,
                            id + (number % 5 == 4 ? never : "") + "@example.com",
                            Currency.getInstance(isStripe ? "USD" : "NGN"),
                            isStripe ? CustomerProfile.STRIPE : CustomerProfile.PAYSTACK));
            invoices.put(
                    here().draft(
                                    customer,
                                    random.longs(1 + random.nextInt(4), 60_00, 900_00)
                                            .toArray()),
                    customer.profile());
        }
    }

    private void storm() {
        providers.storm(seed, RATE);
        product.restart(random, callsToLive());
        for (int round = 0; round < STORM_ROUNDS && !isOver(); round++) {
            try {
                live();
            } catch (CrashingProvider.Crash crash) {
                product.restart(random, callsToLive());
            }
            clock.advance(jump());
            providers.wake(door);
        }
        providers.calm();
        product.restart();
    }

    private int callsToLive() {
        return 5 * customers;
    }

    /** Some of what jobs and server do, in any order of magnitude. */
    private void live() {
        here().planner().plan(here().planner().unplanned(null, 1 + random.nextInt(customers)));
        here().delivery().drain(1 + random.nextInt(3 * customers));
        here().settler().settle(1 + random.nextInt(3 * customers));
        if (random.nextInt(8) == 0) {
            here().bean(EventCatchUp.class).catchUp();
        }
        if (random.nextInt(4) == 0) {
            List<InvoiceId> ids = List.copyOf(invoices.keySet());
            here().reconciler().reconcile(ids.get(random.nextInt(ids.size())).toString());
        }
    }

    /** Seconds mostly, at times a weekend, at times back. */
    private Duration jump() {
        return switch (random.nextInt(12)) {
            case 0 -> Duration.ofHours(20 + random.nextInt(40));
            case 1, 2 -> Duration.ofMinutes(10 + random.nextInt(300));
            case 3 -> Duration.ofSeconds(-random.nextInt(300));
            default -> Duration.ofSeconds(1 + random.nextInt(300));
        };
    }

    /** Goes on in fair weather until nothing is due, and whatever is not done waits for a person. */
    private void calmDown() {
        here().planner().plan(here().planner().unplanned(null, customers));
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() - end < 0) {
            providers.wake(door);
            LockSupport.parkNanos(2_000_000);
            DrainReport drained = here().delivery().drain(100 * customers);
            here().bean(EventCatchUp.class).catchUp();
            boolean isSettled = here().settler().settle(100 * customers).again() == 0;
            if (drained.nextTime().isEmpty() && isSettled && unnamed().isEmpty()) {
                return;
            }
            unfinished()
                    .forEach(invoice ->
                            here().reconciler().reconcile(invoice.id().toString()));
            clock.advance(drained.nextTime()
                    .map(next -> Duration.between(clock.instant(), next))
                    .filter(Duration::isPositive)
                    .orElse(Duration.ofMinutes(2)));
        }
    }

    /** What a person does who has read the list: try again; how much there was. */
    private int mend() {
        int parked = 0;
        for (int time = 0; time < MENDS_MAX; time++) {
            List<Parked> open = here().parked().open(PARKED_MAX);
            if (open.isEmpty()) {
                break;
            }
            parked += open.size();
            open.forEach(entry -> here().parked().retry(entry.key()));
            calmDown();
        }
        return parked;
    }

    private boolean isOver() {
        return unfinished().isEmpty();
    }

    /** Those that are not where they have to end: paid, or finalized where the customer does not pay. */
    private List<Invoice> unfinished() {
        return invoices.entrySet().stream()
                .map(entry -> Map.entry(here().invoice(entry.getKey()), entry.getValue()))
                .filter(entry -> entry.getKey().status() != end(entry.getValue()))
                .map(Map.Entry::getKey)
                .toList();
    }

    private static InvoiceStatus end(CustomerProfile customer) {
        return customer.email().contains("+sandbox_") ? InvoiceStatus.FINALIZED : InvoiceStatus.PAID;
    }

    /** What is stuck, and nobody would know. */
    private List<String> unnamed() {
        List<Long> named = here().parked().open(PARKED_MAX).stream()
                .map(entry -> entry.key().customerKey())
                .toList();
        return unfinished().stream()
                .filter(invoice -> !named.contains(invoice.customerKey()))
                .map(invoice ->
                        "stuck and not named: " + invoice.id() + " " + invoice.status() + " at " + Instant.now(clock))
                .toList();
    }

    private Holdings books() {
        return new Holdings(
                invoices.values().stream().map(CustomerProfile::customerId).toList(),
                invoices.keySet().stream().map(id -> held(here().invoice(id))).toList());
    }

    private Held held(Invoice invoice) {
        List<InvoiceLine> lines = here().invoices().lines(invoice.id());
        return new Held(
                invoice.id().toString(),
                invoice.status().name(),
                invoice.total().currency().getCurrencyCode(),
                invoice.total().minorUnits(),
                invoice.amountPaid().minorUnits(),
                lines.stream()
                        .map(line -> line.lineNumber() + ":" + line.amount().minorUnits())
                        .toList());
    }

    private PaymentWorld here() {
        return product.process();
    }

    @Override
    public void close() {
        door.close();
        product.close();
        providers.close();
    }
}
