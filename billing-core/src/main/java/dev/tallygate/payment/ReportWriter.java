package dev.tallygate.payment;

import dev.tallygate.customer.Customer;
import dev.tallygate.database.Transactions;
import dev.tallygate.operation.Installation;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.IntSupplier;
import java.util.stream.Collectors;

/** Writes the deliveries about usage that a provider rates; each verb is one transaction under the customer's gate. */
final class ReportWriter {
    private static final int REPORTS_MAX = 800;

    private final UsageHourRepository hours;
    private final DeliveryRepository deliveries;
    private final DeliveryWriter writer;
    private final Transactions transactions;
    private final Installation installation;

    ReportWriter(
            UsageHourRepository hours,
            DeliveryRepository deliveries,
            DeliveryWriter writer,
            Transactions transactions,
            Installation installation) {
        this.hours = hours;
        this.deliveries = deliveries;
        this.writer = writer;
        this.transactions = transactions;
        this.installation = installation;
    }

    /** A customer under a plan version that its provider rates. */
    record Rated(Customer customer, long planVersionId) {
        long customerKey() {
            return customer.customerKey();
        }

        String setup() {
            return RatedEntity.setup(customerKey(), planVersionId);
        }
    }

    Instant now() {
        return writer.now();
    }

    Optional<Instant> firstPeriodStart(Rated rated) {
        return hours.firstPeriodStart(rated.customerKey(), rated.planVersionId());
    }

    /** Plans what the usage is counted and invoiced by; once. */
    void setUp(Rated rated, List<PlannedCall> calls, Instant firstPeriodStart) {
        if (firstPeriodStart(rated).isPresent()) {
            return;
        }
        underGate(rated.customerKey(), () -> {
            if (firstPeriodStart(rated).isEmpty()) {
                hours.insertSubscription(rated.customerKey(), rated.planVersionId(), firstPeriodStart);
                String provider = rated.customer().profile().provider();
                writer.planCustomer(rated.customer());
                Instant start = rated.customer().atProvider().isPresent() ? now() : Delivery.WAITS;
                writer.planSteps(
                        rated.customerKey(), rated.setup(), provider, calls, DeliveryWriter.Start.planned(start));
            }
            return 0;
        });
    }

    /** Plans the end of the subscription there; once, and only where it is there. */
    void end(Rated rated) {
        boolean isThere = isThere(rated)
                && deliveries.ofEntity(rated.customerKey(), rated.setup()).stream()
                        .noneMatch(step -> step.call().kind() == CallKind.END_SUBSCRIPTION);
        if (isThere) {
            underGate(rated.customerKey(), () -> {
                List<Delivery> steps = deliveries.ofEntity(rated.customerKey(), rated.setup());
                if (steps.getLast().call().kind() != CallKind.END_SUBSCRIPTION) {
                    writer.appendStep(steps.getLast(), CallKind.END_SUBSCRIPTION, now());
                }
                return 0;
            });
        }
    }

    /** Plans reports of hours before {@code sealed}; how many. None before the subscription is there. */
    int plan(Rated rated, Instant from, Instant sealed) {
        if (!isThere(rated) || unreported(rated, from, sealed).isEmpty()) {
            return 0;
        }
        return underGate(rated.customerKey(), () -> {
            List<UsageHour> wanted = unreported(rated, from, sealed);
            wanted.stream()
                    .collect(Collectors.groupingBy(hour -> entity(hour.key()), TreeMap::new, Collectors.toList()))
                    .forEach((entity, ofPeriod) -> append(rated, entity, ofPeriod, DeliveryState.PLANNED));
            return wanted.size();
        });
    }

    /** One more report of an hour that the provider did not count, kept for a person. The caller holds the gate. */
    Delivery.Key planRefused(Customer customer, UsageReport refused) {
        UsageHour.Key key = refused.hour();
        long quantity = hours.ofPeriod(key.customerKey(), key.planVersionId(), key.period())
                .getOrDefault(key.start(), 0L);
        int revision = hours.revision(key);
        return append(
                new Rated(customer, key.planVersionId()),
                entity(key),
                List.of(new UsageHour(key, quantity, revision)),
                DeliveryState.NEEDS_ATTENTION);
    }

    /** Behind what is planned of the period, in this order; the key of the last. */
    private Delivery.Key append(Rated rated, String entity, List<UsageHour> ofPeriod, DeliveryState state) {
        List<Delivery> before = deliveries.ofEntity(rated.customerKey(), entity);
        int step = before.isEmpty() ? 0 : before.getLast().key().step();
        boolean isFree = state == DeliveryState.PLANNED && before.stream().allMatch(Delivery::isOver);
        for (UsageHour hour : ofPeriod) {
            step++;
            insert(rated, new Delivery.Key(rated.customerKey(), entity, step, 1), hour, start(state, isFree));
            isFree = false;
        }
        return new Delivery.Key(rated.customerKey(), entity, step, 1);
    }

    private DeliveryWriter.Start start(DeliveryState state, boolean isFree) {
        return new DeliveryWriter.Start(state, isFree ? now() : Delivery.WAITS, 0, Optional.empty());
    }

    private void insert(Rated rated, Delivery.Key key, UsageHour hour, DeliveryWriter.Start start) {
        int revision = hour.revision() + 1;
        String identifier = UsageReport.identifier(installation.installationId(), hour.key(), revision);
        UsageReport report = new UsageReport(key, hour.key(), revision, hour.quantity(), identifier);
        hours.insertReport(report);
        hours.noteReported(report);
        String provider = rated.customer().profile().provider();
        writer.insert(key, new PlannedCall(CallKind.REPORT_USAGE, key.step()), provider, start);
    }

    private static String entity(UsageHour.Key hour) {
        return RatedEntity.usage(hour.customerKey(), hour.planVersionId(), hour.start());
    }

    private boolean isThere(Rated rated) {
        return deliveries
                .acceptedObject(rated.customerKey(), rated.setup(), CallKind.CREATE_SUBSCRIPTION)
                .isPresent();
    }

    private List<UsageHour> unreported(Rated rated, Instant from, Instant sealed) {
        return hours.unreported(rated.customerKey(), rated.planVersionId(), from, sealed, REPORTS_MAX);
    }

    private int underGate(long customerKey, IntSupplier work) {
        return transactions.call(() -> {
            writer.lockGates(List.of(customerKey));
            return work.getAsInt();
        });
    }
}
