package dev.tallygate.storm;

import dev.tallygate.SettableClock;
import dev.tallygate.TestDatabase;
import dev.tallygate.customer.Customer;
import dev.tallygate.customer.CustomerProfile;
import dev.tallygate.invoice.Invoice;
import dev.tallygate.invoice.InvoiceFilter;
import dev.tallygate.invoice.InvoiceId;
import dev.tallygate.invoice.InvoiceLine;
import dev.tallygate.operation.Parked;
import dev.tallygate.payment.BookedMoney;
import dev.tallygate.payment.CrashingProvider;
import dev.tallygate.payment.DrainReport;
import dev.tallygate.payment.EventCatchUp;
import dev.tallygate.payment.PaymentBook;
import dev.tallygate.payment.PaymentWorld;
import dev.tallygate.storm.Holdings.Held;
import dev.tallygate.storm.Holdings.Sums;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The month end of one seed: drafts for both providers, delivered and settled through a storm, until it is over. */
final class MonthEnd implements AutoCloseable {
    private static final int STORM_ROUNDS = 40;
    private static final int MENDS_MAX = 5;
    private static final int PARKED_MAX = 1_000;

    /** Minor units of a line: half of the least is still what Paystack lets a customer pay. */
    private static final long AMOUNT_MIN = 100_00;

    private static final long AMOUNT_MAX = 900_00;

    /** Of real time: what happens by itself at the providers has threads of its own. */
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final long seed;
    private final Trial trial;
    private final int customers;
    private final SplittableRandom random;
    private final SettableClock clock = SettableClock.at("2026-11-02T08:00:00Z");
    private final Map<InvoiceId, Debtor> invoices = new LinkedHashMap<>();
    private final Providers providers;
    private final Product product;
    private final Door door;
    private boolean isRefunded;

    /**
     * What one seed came to.
     *
     * @param faults how much went wrong at the providers
     * @param parked what a person was asked and mended by a retry
     * @param breaches where provider and books differ, and what is stuck and not named; with the seed
     */
    record Result(int faults, int restarts, int webhooks, int parked, List<String> breaches) {}

    /** Who has to pay an invoice. */
    private record Debtor(Customer customer, Payer payer) {}

    MonthEnd(TestDatabase database, Path folder, int customers, long seed, Trial trial) throws IOException {
        this.seed = seed;
        this.trial = trial;
        this.customers = customers;
        this.random = new SplittableRandom(seed);
        this.providers = new Providers(folder, clock);
        this.product = new Product(database, folder.resolve("home"), providers, trial.disguise());
        this.door = new Door(product::process);
        providers.wake(door);
    }

    Result run() {
        draft();
        storm();
        calmDown();
        providers.refund();
        isRefunded = true;
        calmDown();
        List<String> breaches = new ArrayList<>(unnamed());
        int parked = mend();
        unexpected().forEach(entry -> breaches.add("parked for good: " + entry));
        breaches.addAll(unnamed());
        breaches.addAll(providers.holdings().differencesTo(books()));
        return new Result(
                providers.met().size(),
                product.restarts(),
                door.taken(),
                parked,
                breaches.stream().map(breach -> "seed " + seed + ": " + breach).toList());
    }

    private void draft() {
        for (int number = 0; number < customers; number++) {
            Customer customer = here().customers().create(Payer.profile(number));
            long[] amounts =
                    random.longs(1 + random.nextInt(4), AMOUNT_MIN, AMOUNT_MAX).toArray();
            invoices.put(here().draft(customer, amounts), new Debtor(customer, Payer.of(number)));
        }
    }

    private void storm() {
        providers.storm(seed, trial);
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
            boolean isSettled = here().settler().settle(100 * customers).again() == 0;
            if (drained.nextTime().isEmpty() && isSettled && unnamed().isEmpty()) {
                return;
            }
            if (drained.isIdle()) {
                lookForTheUntold();
            }
            clock.advance(drained.nextTime()
                    .map(next -> Duration.between(clock.instant(), next))
                    .filter(Duration::isPositive)
                    .orElse(Duration.ofMinutes(2)));
        }
    }

    /** What the nightly jobs do: find what no webhook told. */
    private void lookForTheUntold() {
        here().bean(EventCatchUp.class).catchUp();
        unfinished()
                .forEach(invoice -> here().reconciler().reconcile(invoice.id().toString()));
    }

    /** What a person does who has read the list: try again; how much there was. */
    private int mend() {
        int parked = 0;
        for (int time = 0; time < MENDS_MAX; time++) {
            List<Parked> open = unexpected();
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

    /** Those that are not where they have to end. */
    private List<Invoice> unfinished() {
        return here().invoices().list(InvoiceFilter.ALL, null, customers).stream()
                .filter(invoice -> !debtor(invoice).payer().isDone(invoice))
                .toList();
    }

    private Debtor debtor(Invoice invoice) {
        return Objects.requireNonNull(invoices.get(invoice.id()));
    }

    /** What a person is asked about and can mend, of all that is parked: what customers did is as it is. */
    private List<Parked> unexpected() {
        Set<String> expected = invoices.values().stream()
                .flatMap(debtor -> debtor.payer().reason().stream().map(reason -> named(debtor, reason)))
                .collect(Collectors.toSet());
        return here().parked().open(PARKED_MAX).stream()
                .filter(entry -> !expected.contains(named(entry)))
                .toList();
    }

    /** What is stuck, or not as it should be, and nobody would know: no entry is about its customer. */
    private List<String> unnamed() {
        Set<Long> known = here().parked().open(PARKED_MAX).stream()
                .map(entry -> entry.key().customerKey())
                .collect(Collectors.toSet());
        Stream<String> stuck = unfinished().stream()
                .filter(invoice -> !known.contains(invoice.customerKey()))
                .map(invoice ->
                        "stuck and not named: " + invoice.id() + " " + invoice.status() + " at " + clock.instant());
        Stream<String> untold = invoices.values().stream()
                .filter(debtor -> isRefunded || debtor.payer() != Payer.IS_REFUNDED)
                .filter(debtor -> !known.contains(debtor.customer().customerKey()))
                .flatMap(debtor -> debtor.payer().reason().stream().map(reason -> named(debtor, reason)))
                .map(what -> "not named: " + what);
        return Stream.concat(stuck, untold).toList();
    }

    private static String named(Debtor debtor, String reason) {
        return reason + " of customer " + debtor.customer().customerKey();
    }

    private static String named(Parked entry) {
        return entry.cause().reason() + " of customer " + entry.key().customerKey();
    }

    private Holdings books() {
        Map<InvoiceId, List<BookedMoney>> money = here().bean(PaymentBook.class).ofInvoices(invoices.keySet());
        return new Holdings(
                invoices.values().stream()
                        .map(debtor -> debtor.customer().customerId())
                        .toList(),
                here().invoices().list(InvoiceFilter.ALL, null, customers).stream()
                        .map(invoice -> held(invoice, money.getOrDefault(invoice.id(), List.of())))
                        .toList());
    }

    /** Paystack has to mail each customer once, and Stripe nobody. */
    private Held held(Invoice invoice, List<BookedMoney> money) {
        List<InvoiceLine> lines = here().invoices().lines(invoice.id());
        return new Held(
                invoice.id().toString(),
                invoice.status().name(),
                new Sums(
                        invoice.total().currency().getCurrencyCode(),
                        invoice.total().minorUnits(),
                        invoice.amountPaid().minorUnits()),
                lines.stream()
                        .map(line -> line.lineNumber() + ":" + line.amount().minorUnits())
                        .toList(),
                money.stream().map(moved -> moved.amount().minorUnits()).toList(),
                invoice.reference().provider().equals(CustomerProfile.PAYSTACK) ? 1 : 0);
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
