package dev.tallygate.ledger;

import dev.tallygate.database.Bytes;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;

/** The columns of {@code customer_ledgers} that tell of unpaid invoices: they are few customers', and read with every check. */
public final class DebtColumns {

    private DebtColumns() {}

    /** From unpaid_due_time, unpaid_invoice_id, unpaid_pay_url and allowed_until_time; all null where there is no gate. */
    public static Debt read(ResultSet row) throws SQLException {
        Instant dueTime = FigureColumns.time(row, "unpaid_due_time");
        Instant allowedUntil = FigureColumns.time(row, "allowed_until_time");
        if (dueTime == null) {
            return allowedUntil == null ? Debt.NONE : new Debt(null, allowedUntil);
        }
        String invoiceId = Bytes.text(row.getBytes("unpaid_invoice_id"));
        return new Debt(new Debt.Unpaid(invoiceId, dueTime, row.getString("unpaid_pay_url")), allowedUntil);
    }
}
