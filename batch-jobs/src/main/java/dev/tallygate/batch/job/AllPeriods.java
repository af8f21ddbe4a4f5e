package dev.tallygate.batch.job;

import dev.tallygate.invoice.DuePeriods;
import dev.tallygate.invoice.VerifiablePeriods;
import dev.tallygate.ledger.PeriodKey;
import dev.tallygate.time.BillingPeriod;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Every period that has figures, of all customers: of one month, or of all where {@code period} is null. */
public record AllPeriods(
        VerifiablePeriods periods, @Nullable BillingPeriod period) implements PeriodKeyReader.Source {
    @Override
    public long rangeSize() {
        return DuePeriods.RANGE_SIZE;
    }

    @Override
    public long customerKeyMax() {
        return periods.customerKeyMax();
    }

    @Override
    public List<PeriodKey> ofRange(long firstCustomerKey) {
        return periods.ofRange(firstCustomerKey, period);
    }
}
