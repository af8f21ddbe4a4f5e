package dev.tallygate.invoice;

import dev.tallygate.database.Parameters;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;

/** Writes new invoices and their lines in batches; a unique key refuses a second one of the same name (invariant 6). */
public final class DraftRepository {
    private static final int BATCH_SIZE = 200;

    private final JdbcTemplate jdbc;

    public DraftRepository(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** An invoice and who collects it. */
    record NewInvoice(DraftedInvoice invoice, String provider, Instant draftedTime) {}

    private record NewLine(InvoiceId invoiceId, InvoiceLine line) {}

    void insert(Collection<NewInvoice> invoices) {
        jdbc.batchUpdate("""
                insert into invoices (customer_key, invoice_id, period_start, period_end, kind, revision, living, status,
                  currency, total_amount, amount_paid, plan_version_id, provider, drafted_time)
                values (?, ?, ?, ?, ?, ?, ?, 'DRAFT', ?, ?, 0, ?, ?, ?)
                """, invoices, BATCH_SIZE, (statement, invoice) -> write(invoice, new Parameters(statement)));
        List<NewLine> lines = invoices.stream()
                .map(NewInvoice::invoice)
                .flatMap(invoice -> invoice.lines().stream().map(line -> new NewLine(invoice.id(), line)))
                .toList();
        jdbc.batchUpdate("""
                insert into invoice_lines (customer_key, invoice_id, line_number, kind, currency, amount, description,
                  period_start, period_end, window_start, charge_id, rating_key, prior_amount, plan_version_id,
                  through_seq, quantity, allowance_used, unrounded_amount, explanation)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """, lines, BATCH_SIZE, (statement, line) -> write(line, new Parameters(statement)));
    }

    private static void write(NewInvoice row, Parameters parameters) throws SQLException {
        DraftedInvoice invoice = row.invoice();
        InvoiceId id = invoice.id();
        parameters
                .number(id.customerKey())
                .id(id.toString())
                .time(invoice.period().start())
                .time(invoice.period().end())
                .id(id.kind().name())
                .number(id.revision())
                .number(id.kind() == InvoiceKind.PERIOD ? 1L : null)
                .text(invoice.total().currency().getCurrencyCode())
                .number(invoice.total().minorUnits())
                .number(invoice.planVersionId())
                .id(row.provider())
                .time(row.draftedTime());
    }

    private static void write(NewLine row, Parameters parameters) throws SQLException {
        InvoiceLine line = row.line();
        parameters
                .number(row.invoiceId().customerKey())
                .id(row.invoiceId().toString())
                .number(line.lineNumber())
                .id(line.kind().name())
                .text(line.amount().currency().getCurrencyCode())
                .number(line.amount().minorUnits())
                .text(line.description());
        switch (line) {
            case InvoiceLine.Rated rated -> write(rated, parameters);
            case InvoiceLine.Carry carry -> writeNothingRated(parameters);
        }
    }

    private static void write(InvoiceLine.Rated line, Parameters parameters) throws SQLException {
        LineKey key = line.key();
        LineBasis basis = line.basis();
        parameters
                .time(key.period().start())
                .time(key.period().end())
                .time(key.windowStart())
                .id(key.chargeId())
                .id(key.ratingKey())
                .number(line.prior().minorUnits())
                .number(basis.planVersionId())
                .number(basis.throughSeq())
                .number(basis.quantity())
                .number(basis.allowanceUsed())
                .decimal(basis.unroundedAmount())
                .text(basis.explanation());
    }

    private static void writeNothingRated(Parameters parameters) throws SQLException {
        Long none = null;
        parameters.time(null).time(null).time(null).id(null).id(null);
        parameters
                .number(none)
                .number(none)
                .number(none)
                .number(none)
                .number(none)
                .number(none)
                .text(null);
    }
}
