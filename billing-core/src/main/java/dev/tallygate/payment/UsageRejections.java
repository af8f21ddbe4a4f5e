package dev.tallygate.payment;

import dev.tallygate.customer.CustomerRegistry;
import dev.tallygate.database.Transactions;
import dev.tallygate.payment.UsageRating.UsageError;
import java.util.List;
import java.util.Optional;

/**
 * Notes which reports a provider took and did not count. Each is written down anew and kept for a person: what was wrong is
 * mended at the provider or here, and the same report alone would be rejected again.
 */
final class UsageRejections {
    private final UsageHourRepository hours;
    private final ReportWriter reports;
    private final RatedParking parking;
    private final CustomerRegistry customers;
    private final Transactions transactions;

    UsageRejections(
            UsageHourRepository hours,
            ReportWriter reports,
            RatedParking parking,
            CustomerRegistry customers,
            Transactions transactions) {
        this.hours = hours;
        this.reports = reports;
        this.parking = parking;
        this.customers = customers;
        this.transactions = transactions;
    }

    /** The same errors again change nothing; those about reports of others are not ours. How many were noted now. */
    int note(List<UsageError> errors) {
        int noted = 0;
        for (UsageError error : errors) {
            Optional<UsageReport> report = hours.countedReport(error.identifier());
            if (report.isPresent() && note(report.get(), error)) {
                noted++;
            }
        }
        return noted;
    }

    private boolean note(UsageReport report, UsageError error) {
        long customerKey = report.hour().customerKey();
        return transactions.call(() -> {
            parking.lockGate(customerKey);
            if (!hours.noteRejected(report, error.code())) {
                return false;
            }
            Delivery.Key next = reports.planRefused(CallReader.customer(customers, customerKey), report);
            parking.park(
                    next,
                    "USAGE_REJECTED",
                    "%d in the hour from %s was taken and not counted: %s: %s"
                            .formatted(report.quantity(), report.hour().start(), error.code(), error.message()));
            return true;
        });
    }
}
