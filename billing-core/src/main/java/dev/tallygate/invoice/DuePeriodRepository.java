package dev.tallygate.invoice;

import dev.tallygate.database.Bytes;
import dev.tallygate.ledger.PeriodKey;
import dev.tallygate.ledger.PeriodState;
import java.util.Collection;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Which periods of a range of customers have rows, and which of these have news. */
public final class DuePeriodRepository {
    private final JdbcClient jdbc;

    public DuePeriodRepository(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** How a row of {@code billing_periods} stands: {@code news} = rows beyond what its lines count. */
    enum Standing {
        OPEN,
        CLOSED,
        CLOSED_WITH_NEWS
    }

    /** The highest customer key; 0 = there is no customer. */
    long customerKeyMax() {
        return jdbc.sql("""
                        select coalesce(max(customer_key), 0)
                        from customer_ledgers
                        """).query((row, number) -> row.getLong(1)).single();
    }

    /** Keys of the customers of {@code [first, last]} that exist. */
    List<Long> customerKeys(long first, long last) {
        return jdbc.sql("""
                        select customer_key
                        from customer_ledgers
                        where customer_key between :first and :last
                        order by customer_key
                        """)
                .param("first", first)
                .param("last", last)
                .query((row, number) -> row.getLong("customer_key"))
                .list();
    }

    /** How the periods of the customers stand that have a row; the caller asks for at most some hundred customers. */
    NavigableMap<PeriodKey, Standing> standings(Collection<Long> customerKeys) {
        NavigableMap<PeriodKey, Standing> standings = new TreeMap<>();
        if (customerKeys.isEmpty()) {
            return standings;
        }
        jdbc.sql("""
                        select customer_key, period_start, state,
                          case when invoiced_seq < 0 or last_seq > invoiced_seq then 1 else 0 end as news
                        from billing_periods
                        where customer_key in (:customer_keys)
                        """).param("customer_keys", List.copyOf(customerKeys)).query(row -> {
            PeriodState state = PeriodState.valueOf(Bytes.text(row.getBytes("state")));
            PeriodKey key = new PeriodKey(row.getLong("customer_key"), InvoiceLineRepository.time(row, "period_start"));
            standings.put(key, standing(state, row.getInt("news") == 1));
        });
        return standings;
    }

    private static Standing standing(PeriodState state, boolean hasNews) {
        return switch (state) {
            case OPEN -> Standing.OPEN;
            case CLOSED -> hasNews ? Standing.CLOSED_WITH_NEWS : Standing.CLOSED;
        };
    }
}
