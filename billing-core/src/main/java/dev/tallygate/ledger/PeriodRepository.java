package dev.tallygate.ledger;

import dev.tallygate.database.Bytes;
import dev.tallygate.database.Chunks;
import dev.tallygate.database.Parameters;
import dev.tallygate.database.Placeholders;
import dev.tallygate.database.Script;
import dev.tallygate.ledger.PeriodLedger.Closing;
import dev.tallygate.time.BillingPeriod;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.springframework.jdbc.core.JdbcTemplate;

/** Rows of {@code billing_periods}; written only under the customer's gate. */
public final class PeriodRepository {

    private final JdbcTemplate jdbc;

    public PeriodRepository(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** Those of the periods that have a row. */
    public NavigableMap<PeriodKey, PeriodLedger> read(Collection<PeriodKey> keys) {
        NavigableMap<PeriodKey, PeriodLedger> periods = new TreeMap<>();
        for (List<PeriodKey> chunk : Chunks.of(new TreeSet<>(keys))) {
            readChunk(chunk).forEach(period -> periods.put(period.key(), period));
        }
        return periods;
    }

    private List<PeriodLedger> readChunk(List<PeriodKey> keys) {
        String sql = """
                select customer_key, period_start, period_end, state, currency, plan_version_id, usage_cost,
                  usage_time_max, last_seq, unpriced, unpriced_seq, waived_seq, over_cap_cause, over_unreserved,
                  over_above_hold, over_outside_hold, over_after_expiry, over_plan_changed, over_corrected, closed_seq,
                  closed_time, invoiced_seq
                from billing_periods force index (primary)
                where (customer_key, period_start) in (%s)
                order by customer_key, period_start
                """.formatted(Placeholders.rows(keys.size(), 2));
        return jdbc.query(
                sql,
                statement -> {
                    Parameters parameters = new Parameters(statement);
                    for (PeriodKey key : keys) {
                        parameters.number(key.customerKey()).time(key.periodStart());
                    }
                },
                (row, number) -> fromRow(row));
    }

    /** Makes or rewrites the rows; the caller holds the customers' gates. */
    public void save(Collection<PeriodLedger> periods) {
        Script script = new Script();
        write(periods, script);
        script.run(jdbc);
    }

    /** Adds to the script what {@link #save} does. */
    public void write(Collection<PeriodLedger> periods, Script script) {
        script.insert("""
                insert into billing_periods (customer_key, period_start, period_end, state, currency, plan_version_id,
                  waived_seq, closed_seq, closed_time, invoiced_seq, usage_cost, usage_time_max, last_seq, unpriced,
                  unpriced_seq, over_cap_cause, over_unreserved, over_above_hold, over_outside_hold, over_after_expiry,
                  over_plan_changed, over_corrected)
                values""", periods, PeriodRepository::toRow, """
                on duplicate key update
                  state = values(state),
                  plan_version_id = values(plan_version_id),
                  waived_seq = values(waived_seq),
                  closed_seq = values(closed_seq),
                  closed_time = values(closed_time),
                  invoiced_seq = values(invoiced_seq),
                  usage_cost = values(usage_cost),
                  usage_time_max = values(usage_time_max),
                  last_seq = values(last_seq),
                  unpriced = values(unpriced),
                  unpriced_seq = values(unpriced_seq),
                  over_cap_cause = values(over_cap_cause),
                  over_unreserved = values(over_unreserved),
                  over_above_hold = values(over_above_hold),
                  over_outside_hold = values(over_outside_hold),
                  over_after_expiry = values(over_after_expiry),
                  over_plan_changed = values(over_plan_changed),
                  over_corrected = values(over_corrected)
                """);
    }

    private static void toRow(PeriodLedger period, Script row) {
        PeriodFigures figures = period.figures();
        Closing closing = period.closing();
        row.number(period.customerKey())
                .time(period.period().start())
                .time(period.period().end())
                .id(closing.state().name())
                .id(figures.currency().getCurrencyCode())
                .number(figures.planVersionId())
                .number(closing.waivedSeq())
                .number(closing.closedSeq())
                .time(closing.closedTime())
                .number(closing.invoicedSeq());
        FigureColumns.write(figures, figures.usageTimeMax(), row);
    }

    private static PeriodLedger fromRow(ResultSet row) throws SQLException {
        return new PeriodLedger(
                row.getLong("customer_key"),
                new BillingPeriod(FigureColumns.timeOf(row, "period_start"), FigureColumns.timeOf(row, "period_end")),
                FigureColumns.read(row),
                closingFromRow(row));
    }

    private static Closing closingFromRow(ResultSet row) throws SQLException {
        long closedSeq = row.getLong("closed_seq");
        return new Closing(
                PeriodState.valueOf(Bytes.text(row.getBytes("state"))),
                row.getLong("waived_seq"),
                closedSeq == 0 ? null : closedSeq,
                FigureColumns.time(row, "closed_time"),
                row.getLong("invoiced_seq"));
    }
}
