package dev.tallygate.month;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One line of an invoice as accounting reads it: texts by the names of {@link #COLUMNS}. Amounts are exact decimals in major
 * units, times are UTC, what is not known is empty.
 */
public record AccountingLine(Place place, Map<String, String> values) {
    /** The columns, in their order. */
    public static final List<String> COLUMNS = List.of(
            "invoice_id",
            "invoice_number",
            "provider_number",
            "kind",
            "status",
            "customer_id",
            "customer_name",
            "period",
            "line_number",
            "line_kind",
            "line_period",
            "charge_id",
            "rating_key",
            "description",
            "quantity",
            "net",
            "currency",
            "invoice_total",
            "invoice_paid",
            "invoice_credited",
            "drafted_time",
            "finalized_time",
            "due_time",
            "paid_time",
            "provider",
            "provider_invoice_id");

    /** Where a line stands in the order of lines. */
    record Place(long customerKey, String invoiceId, int lineNumber) {}

    public AccountingLine {
        values = new LinkedHashMap<>(values);
        if (!values.keySet().equals(Set.copyOf(COLUMNS))) {
            throw new IllegalArgumentException("columns: " + values.keySet() + " (expected: " + COLUMNS + ")");
        }
    }

    /** The value of a column. */
    public String value(String column) {
        String value = values.get(column);
        if (value == null) {
            throw new IllegalArgumentException("column: " + column + " (expected: one of " + COLUMNS + ")");
        }
        return value;
    }

    /** The values in the order of the columns. */
    public List<String> row() {
        return COLUMNS.stream().map(this::value).toList();
    }
}
