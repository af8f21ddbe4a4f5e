package dev.tallygate.ledger;

import dev.tallygate.database.Chunks;
import dev.tallygate.database.Parameters;
import dev.tallygate.database.Placeholders;
import dev.tallygate.database.Script;
import dev.tallygate.time.BillingPeriod;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/** Rows of {@code customer_ledgers}. */
public final class GateRepository {

    private final JdbcTemplate jdbc;

    public GateRepository(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Locks the customers' gates in ascending order and gives them as they are now: the first statement of every
     * transaction that changes a customer. Keys without a gate are missing in the answer.
     */
    public NavigableMap<Long, Gate> lock(Collection<Long> customerKeys) {
        return read(customerKeys, "for update");
    }

    /** The customers' gates as they were last committed. */
    public NavigableMap<Long, Gate> read(Collection<Long> customerKeys) {
        return read(customerKeys, "");
    }

    private NavigableMap<Long, Gate> read(Collection<Long> customerKeys, String lock) {
        NavigableMap<Long, Gate> gates = new TreeMap<>();
        for (List<Long> chunk : Chunks.of(new TreeSet<>(customerKeys))) {
            readChunk(chunk, lock).forEach(gate -> gates.put(gate.customerKey(), gate));
        }
        return gates;
    }

    private List<Gate> readChunk(List<Long> customerKeys, String lock) {
        String sql = """
                select customer_key, next_seq, totals_seq, period_start, period_end, currency, plan_version_id,
                  version_until_time, window_start, usage_cost, usage_time_max, last_seq, unpriced, unpriced_seq,
                  over_cap_cause, over_unreserved, over_above_hold, over_outside_hold, over_after_expiry,
                  over_plan_changed, over_corrected, holds, holds_expiry_time, unpaid_due_time, unpaid_invoice_id,
                  unpaid_pay_url, allowed_until_time
                from customer_ledgers force index (primary)
                where customer_key in (%s)
                order by customer_key
                %s
                """.formatted(Placeholders.list(customerKeys.size()), lock);
        return jdbc.query(
                sql,
                statement -> {
                    Parameters parameters = new Parameters(statement);
                    for (long customerKey : customerKeys) {
                        parameters.number(customerKey);
                    }
                },
                (row, number) -> fromRow(row));
    }

    /** Writes the gates back; the caller holds their locks. */
    public void save(Collection<Gate> gates) {
        Script script = new Script();
        write(gates, script);
        script.run(jdbc);
    }

    /**
     * Adds the writing of the gates to the script. Whether or not they are locked by then: it fails with a {@code
     * DataIntegrityViolationException} where a gate's next_seq is not what was seen, and locks them in the order given.
     */
    public void write(Collection<Gate> gates, Script script) {
        script.insert("""
                insert into customer_ledgers (customer_key, seen_seq, next_seq, totals_seq, period_start, period_end,
                  currency, plan_version_id, version_until_time, window_start, usage_cost, usage_time_max, last_seq,
                  unpriced, unpriced_seq, over_cap_cause, over_unreserved, over_above_hold, over_outside_hold,
                  over_after_expiry, over_plan_changed, over_corrected, holds, holds_expiry_time)
                values""", gates, GateRepository::toRow, """
                on duplicate key update
                  next_seq = if(next_seq = values(seen_seq), values(next_seq), -1),
                  seen_seq = values(seen_seq),
                  totals_seq = values(totals_seq),
                  period_start = values(period_start),
                  period_end = values(period_end),
                  currency = values(currency),
                  plan_version_id = values(plan_version_id),
                  version_until_time = values(version_until_time),
                  window_start = values(window_start),
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
                  over_corrected = values(over_corrected),
                  holds = values(holds),
                  holds_expiry_time = values(holds_expiry_time)
                """);
    }

    private static void toRow(Gate gate, Script row) {
        RunningPeriod running = gate.running();
        row.number(gate.customerKey())
                .number(gate.seenSeq())
                .number(gate.nextSeq())
                .number(gate.totalsSeq());
        if (running == null) {
            row.time(null).time(null).id(null).number(null).time(null).time(null);
        } else {
            row.time(running.period().start())
                    .time(running.period().end())
                    .id(running.figures().currency().getCurrencyCode())
                    .number(running.figures().planVersionId())
                    .time(running.versionUntil())
                    .time(running.windowStart());
        }
        FigureColumns.write(running == null ? null : running.figures(), gate.usageTimeMax(), row);
        row.number(gate.holds().count()).time(gate.holds().expiryTime());
    }

    private static Gate fromRow(ResultSet row) throws SQLException {
        return new Gate(
                row.getLong("customer_key"),
                row.getLong("next_seq"),
                row.getLong("next_seq"),
                row.getLong("totals_seq"),
                FigureColumns.time(row, "usage_time_max"),
                runningFromRow(row),
                new LivingHolds(row.getInt("holds"), FigureColumns.time(row, "holds_expiry_time")),
                DebtColumns.read(row));
    }

    private static @Nullable RunningPeriod runningFromRow(ResultSet row) throws SQLException {
        Instant periodStart = FigureColumns.time(row, "period_start");
        if (periodStart == null) {
            return null;
        }
        return new RunningPeriod(
                new BillingPeriod(periodStart, FigureColumns.timeOf(row, "period_end")),
                FigureColumns.read(row),
                FigureColumns.timeOf(row, "window_start"),
                FigureColumns.timeOf(row, "version_until_time"));
    }
}
