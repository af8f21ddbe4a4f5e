package dev.tallygate.ledger;

import dev.tallygate.database.Bytes;
import dev.tallygate.database.Script;
import dev.tallygate.ledger.OverCap.Cause;
import dev.tallygate.time.UtcTimes;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.Currency;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The columns that {@code customer_ledgers} and {@code billing_periods} share, in one order. */
final class FigureColumns {

    private static final Map<Cause, String> OVER_CAP = overCapColumns();

    private FigureColumns() {}

    /** usage_cost, usage_time_max, last_seq, unpriced, unpriced_seq, over_cap_cause and the six causes. */
    static void write(@Nullable PeriodFigures figures, @Nullable Instant usageTimeMax, Script row) {
        OverCap overCap = figures == null ? OverCap.NONE : figures.overCap();
        Cause latest = overCap.latest();
        row.decimal(figures == null ? BigDecimal.ZERO : figures.usageCost())
                .time(usageTimeMax)
                .number(figures == null ? 0 : figures.lastSeq())
                .number(figures == null ? 0 : figures.unpriced())
                .number(figures == null ? 0 : figures.unpricedSeq())
                .id(latest == null ? null : latest.name());
        for (Cause cause : OVER_CAP.keySet()) {
            row.decimal(overCap.of(cause));
        }
    }

    static PeriodFigures read(ResultSet row) throws SQLException {
        return new PeriodFigures(
                Currency.getInstance(row.getString("currency")),
                row.getLong("plan_version_id"),
                row.getBigDecimal("usage_cost"),
                time(row, "usage_time_max"),
                row.getLong("last_seq"),
                row.getInt("unpriced"),
                row.getLong("unpriced_seq"),
                overCap(row));
    }

    static @Nullable Instant time(ResultSet row, String column) throws SQLException {
        LocalDateTime time = row.getObject(column, LocalDateTime.class);
        return time == null ? null : UtcTimes.fromColumn(time);
    }

    static Instant timeOf(ResultSet row, String column) throws SQLException {
        return Objects.requireNonNull(time(row, column), column);
    }

    private static OverCap overCap(ResultSet row) throws SQLException {
        byte[] latest = row.getBytes("over_cap_cause");
        Map<Cause, BigDecimal> byCause = new EnumMap<>(Cause.class);
        for (Map.Entry<Cause, String> column : OVER_CAP.entrySet()) {
            BigDecimal cost = row.getBigDecimal(column.getValue());
            if (cost.signum() != 0) {
                byCause.put(column.getKey(), cost);
            }
        }
        return new OverCap(latest == null ? null : Cause.valueOf(Bytes.text(latest)), byCause);
    }

    private static Map<Cause, String> overCapColumns() {
        Map<Cause, String> columns = new EnumMap<>(Cause.class);
        for (Cause cause : Cause.values()) {
            columns.put(cause, columnOf(cause));
        }
        return columns;
    }

    private static String columnOf(Cause cause) {
        return switch (cause) {
            case UNRESERVED -> "over_unreserved";
            case ABOVE_HOLD -> "over_above_hold";
            case OUTSIDE_HOLD -> "over_outside_hold";
            case AFTER_EXPIRY -> "over_after_expiry";
            case PLAN_CHANGED -> "over_plan_changed";
            case CORRECTED -> "over_corrected";
        };
    }
}
