package dev.tallygate.payment;

import dev.tallygate.customer.Customer;
import dev.tallygate.customer.CustomerRegistry;
import dev.tallygate.customer.Stretch;
import dev.tallygate.database.Transactions;
import dev.tallygate.payment.UsageHourRepository.UsageCheck;
import dev.tallygate.time.BillingPeriod;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Compares, hour by hour, what a provider has counted in a period that is over with what it was told, before it makes its
 * invoice final. Hours that differ are reported again; what does not help is a person's.
 */
public final class HourComparison {
    /** Comparisons in a row with a difference before a person is asked. */
    static final int ATTEMPTS_MAX = 3;

    private final RatedStretches stretches;
    private final UsageHourRepository hours;
    private final DeliveryRepository deliveries;
    private final RatedParking parking;
    private final CustomerRegistry customers;
    private final PaymentProviders providers;
    private final Transactions transactions;

    HourComparison(
            RatedStretches stretches,
            UsageHourRepository hours,
            DeliveryRepository deliveries,
            RatedParking parking,
            CustomerRegistry customers,
            PaymentProviders providers,
            Transactions transactions) {
        this.stretches = stretches;
        this.hours = hours;
        this.deliveries = deliveries;
        this.parking = parking;
        this.customers = customers;
        this.providers = providers;
        this.transactions = transactions;
    }

    /** The result of one comparison; figures in units of the plan's charge. */
    public record Compared(String customerId, String period, Result result, long here, String there) {}

    /** What came of it. */
    public enum Result {
        EQUAL,
        /** Hours that differ are to be reported again. */
        DIFFERENT,
        /** Hours differ, and the provider takes no usage so old: what is missing on its invoice becomes an item. */
        TOO_LATE,
        PARKED,
        /** The provider did not answer: compared in the next run. */
        UNKNOWN
    }

    /** Compares the periods of a customer that are over, all told, and not yet found equal. */
    public List<Compared> compare(long customerKey) {
        Customer customer = CallReader.customer(customers, customerKey);
        Optional<PaymentProvider> provider = providers.named(customer.profile().provider());
        Optional<UsageRating> rating = provider.flatMap(PaymentProvider::rating);
        List<Compared> compared = new ArrayList<>();
        if (rating.isPresent() && customer.atProvider().isPresent()) {
            for (Stretch stretch : stretches.of(customerKey, parking.now())) {
                BillingPeriod last =
                        BillingPeriod.monthContaining(parking.now()).previous();
                for (BillingPeriod period : List.of(last.previous(), last)) {
                    new Comparison(customer, stretch.planVersionId(), period, rating.get())
                            .run()
                            .ifPresent(compared::add);
                }
            }
        }
        return compared;
    }

    /** One customer, plan version and period. */
    private final class Comparison {
        private final Customer customer;
        private final BillingPeriod period;
        private final UsageRating rating;
        private final UsageHour.Key key;
        private final String entity;
        private final Map<Instant, Long> here;
        private final long total;

        Comparison(Customer customer, long planVersionId, BillingPeriod period, UsageRating rating) {
            this.customer = customer;
            this.period = period;
            this.rating = rating;
            this.key = new UsageHour.Key(customer.customerKey(), planVersionId, period.start());
            this.entity = RatedEntity.usage(customer.customerKey(), planVersionId, period.start());
            this.here = hours.ofPeriod(customer.customerKey(), planVersionId, period);
            this.total = here.values().stream().mapToLong(Long::longValue).reduce(0, Math::addExact);
        }

        Optional<Compared> run() {
            Optional<UsageCheck> before = hours.check(key.customerKey(), key.planVersionId(), key.start());
            int failures = before.map(UsageCheck::attempts).orElse(0);
            boolean isDone = before.filter(check -> check.isEndedAt(total)).isPresent()
                    || (failures >= ATTEMPTS_MAX && parking.isKnown(key.customerKey(), entity));
            Optional<String> meter = deliveries.acceptedObject(
                    key.customerKey(),
                    RatedEntity.setup(key.customerKey(), key.planVersionId()),
                    CallKind.CREATE_METER);
            if (isDone || meter.isEmpty() || !isAllTold()) {
                return Optional.empty();
            }
            String providerCustomer = customer.atProvider().orElseThrow();
            return Optional.of(
                    switch (rating.fetchHours(meter.get(), providerCustomer, period)) {
                        case Fetched.Found<Map<Instant, BigDecimal>> found ->
                            compare(found.value(), failures % ATTEMPTS_MAX);
                        case Fetched.Absent<Map<Instant, BigDecimal>> absent -> compared(Result.UNKNOWN, "no meter");
                        case Fetched.Unknown<Map<Instant, BigDecimal>> unknown ->
                            compared(Result.UNKNOWN, unknown.why());
                    });
        }

        /** Whatever is planned was answered long enough ago to be counted by now. */
        private boolean isAllTold() {
            List<Delivery> reports = deliveries.ofEntity(key.customerKey(), entity);
            Instant countedUntil = parking.now().minus(rating.countingLag());
            boolean isAnswered = reports.stream().allMatch(Delivery::isOver)
                    && reports.stream()
                            .flatMap(report -> report.firstSent().stream())
                            .noneMatch(countedUntil::isBefore);
            return !reports.isEmpty()
                    && isAnswered
                    && hours.unreported(key.customerKey(), key.planVersionId(), period.start(), period.end(), 1)
                            .isEmpty();
        }

        private Compared compare(Map<Instant, BigDecimal> there, int failures) {
            Set<Instant> differing = new TreeSet<>(here.keySet());
            differing.addAll(there.keySet());
            differing.removeIf(hour ->
                    BigDecimal.valueOf(here.getOrDefault(hour, 0L)).compareTo(there.getOrDefault(hour, BigDecimal.ZERO))
                            == 0);
            Set<Instant> reportable = new TreeSet<>(differing);
            reportable.removeIf(this::isTooLate);
            BigDecimal theirs = there.values().stream().reduce(BigDecimal.ZERO, BigDecimal::add);
            int attempts = reportable.isEmpty() ? 0 : failures + 1;
            var check = new UsageCheck(total, theirs, differing.size(), attempts);
            return transactions.call(() -> {
                parking.lockGate(key.customerKey());
                hours.saveCheck(key, check, parking.now());
                Result result = settle(check, reportable);
                return compared(result, theirs.toPlainString());
            });
        }

        private boolean isTooLate(Instant hour) {
            Instant reportTime = hour.plus(UsageHour.LENGTH).minusSeconds(1);
            return reportTime.isBefore(parking.now().minus(rating.usageAgeMax()));
        }

        private Result settle(UsageCheck check, Set<Instant> reportable) {
            if (reportable.isEmpty()) {
                return check.differingHours() == 0 ? Result.EQUAL : Result.TOO_LATE;
            }
            if (check.attempts() < ATTEMPTS_MAX) {
                reportable.forEach(
                        hour -> hours.add(new UsageHour.Key(key.customerKey(), key.planVersionId(), hour), 0));
                hours.reportAgain(key.customerKey(), key.planVersionId(), reportable);
                return Result.DIFFERENT;
            }
            parking.park(
                    new Delivery.Key(key.customerKey(), entity, 1, 1),
                    "USAGE_DIFFERS",
                    "%s %s: %d there, %d here, in %d hours different after %d reports"
                            .formatted(
                                    customer.customerId(),
                                    period.label(),
                                    check.providerQuantity().toBigInteger(),
                                    total,
                                    check.differingHours(),
                                    ATTEMPTS_MAX));
            return Result.PARKED;
        }

        private Compared compared(Result result, String there) {
            return new Compared(customer.customerId(), period.label(), result, total, there);
        }
    }
}
