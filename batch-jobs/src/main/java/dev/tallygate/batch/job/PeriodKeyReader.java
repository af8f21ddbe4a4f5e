package dev.tallygate.batch.job;

import dev.tallygate.ledger.PeriodKey;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;
import org.springframework.batch.infrastructure.item.ExecutionContext;
import org.springframework.batch.infrastructure.item.ItemStreamReader;

/**
 * Yields the keys of customers' periods, by customer and period, a fixed range of customer keys at a time. Remembers the
 * last key of the last chunk that was committed, and goes on after it.
 */
public final class PeriodKeyReader implements ItemStreamReader<PeriodKey> {
    private static final String CUSTOMER_KEY = "reader.customer_key";
    private static final String PERIOD_START = "reader.period_start";

    private final Source source;
    private final Queue<PeriodKey> read = new ArrayDeque<>();
    private long nextFirst = 1;
    private @Nullable PeriodKey last;

    public PeriodKeyReader(Source source) {
        this.source = source;
    }

    /** Where keys come from. */
    public interface Source {
        /** Customer keys of one range. */
        long rangeSize();

        /** The highest customer key; ranges go up to it. */
        long customerKeyMax();

        /** Keys of the range that begins at this customer key, in order. */
        List<PeriodKey> ofRange(long firstCustomerKey);
    }

    /** One range that is one customer. */
    public record OneCustomer(long customerKey, LongFunction<List<PeriodKey>> keysOf) implements Source {
        @Override
        public long rangeSize() {
            return customerKey;
        }

        @Override
        public long customerKeyMax() {
            return customerKey;
        }

        @Override
        public List<PeriodKey> ofRange(long firstCustomerKey) {
            return keysOf.apply(customerKey);
        }
    }

    @Override
    public void open(ExecutionContext context) {
        if (context.containsKey(CUSTOMER_KEY)) {
            long customerKey = context.getLong(CUSTOMER_KEY);
            last = new PeriodKey(customerKey, Instant.parse(context.getString(PERIOD_START)));
            nextFirst = (customerKey - 1) / source.rangeSize() * source.rangeSize() + 1;
        }
    }

    @Override
    public @Nullable PeriodKey read() {
        while (read.isEmpty() && nextFirst <= source.customerKeyMax()) {
            source.ofRange(nextFirst).stream().filter(this::isAhead).forEach(read::add);
            nextFirst += source.rangeSize();
        }
        PeriodKey next = read.poll();
        if (next != null) {
            last = next;
        }
        return next;
    }

    private boolean isAhead(PeriodKey key) {
        return last == null || key.compareTo(last) > 0;
    }

    @Override
    public void update(ExecutionContext context) {
        if (last != null) {
            context.putLong(CUSTOMER_KEY, last.customerKey());
            context.putString(PERIOD_START, last.periodStart().toString());
        }
    }
}
