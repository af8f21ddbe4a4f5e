package dev.tallygate.invoice;

import dev.tallygate.database.Chunks;
import dev.tallygate.database.Script;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Writes new invoices and their lines, many rows a statement; a unique key refuses a second one of the same name
 * (invariant 6).
 */
public final class DraftRepository {
    private static final int LINES_MAX = 900;
    private static final int EXPLANATIONS_MAX = 400_000;

    private final JdbcTemplate jdbc;

    public DraftRepository(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** An invoice and who collects it. */
    record NewInvoice(DraftedInvoice invoice, String provider, Instant draftedTime) {}

    private record NewLine(long customerKey, String invoiceId, InvoiceLine line) {
        int explanationLength() {
            return line instanceof InvoiceLine.Rated rated
                    ? rated.basis().explanation().length()
                    : 0;
        }
    }

    void insert(Collection<NewInvoice> invoices) {
        Script script = new Script();
        for (List<NewInvoice> chunk : Chunks.of(invoices)) {
            script.insert("""
                    insert into invoices (customer_key, invoice_id, period_start, period_end, kind, revision, living,
                      status, currency, total_amount, amount_paid, plan_version_id, provider, drafted_time)
                    values""", chunk, (invoice, row) -> write(invoice, row), "");
        }
        for (List<NewLine> chunk : cut(linesOf(invoices))) {
            script.insert("""
                    insert into invoice_lines (customer_key, invoice_id, line_number, kind, currency, amount,
                      description, period_start, period_end, window_start, charge_id, rating_key, prior_amount,
                      plan_version_id, through_seq, quantity, allowance_used, unrounded_amount, explanation)
                    values""", chunk, (line, row) -> write(line, row), "");
        }
        script.run(jdbc);
    }

    private static List<NewLine> linesOf(Collection<NewInvoice> invoices) {
        List<NewLine> lines = new ArrayList<>();
        for (NewInvoice row : invoices) {
            InvoiceId id = row.invoice().id();
            String name = id.toString();
            row.invoice().lines().forEach(line -> lines.add(new NewLine(id.customerKey(), name, line)));
        }
        return lines;
    }

    /** By number and by length: a plan may have hundreds of tiers, and a server refuses a statement that is too long. */
    private static List<List<NewLine>> cut(List<NewLine> lines) {
        List<List<NewLine>> statements = new ArrayList<>();
        int explanations = EXPLANATIONS_MAX;
        for (NewLine line : lines) {
            explanations += line.explanationLength();
            if (explanations >= EXPLANATIONS_MAX || statements.getLast().size() == LINES_MAX) {
                statements.add(new ArrayList<>());
                explanations = line.explanationLength();
            }
            statements.getLast().add(line);
        }
        return statements;
    }

    private static void write(NewInvoice invoiceRow, Script row) {
        DraftedInvoice invoice = invoiceRow.invoice();
        InvoiceId id = invoice.id();
        row.number(id.customerKey())
                .id(id.toString())
                .time(invoice.period().start())
                .time(invoice.period().end())
                .id(id.kind().name())
                .number(id.revision())
                .number(id.kind() == InvoiceKind.PERIOD ? 1L : null)
                .id(InvoiceStatus.DRAFT.name())
                .id(invoice.total().currency().getCurrencyCode())
                .number(invoice.total().minorUnits())
                .number(0)
                .number(invoice.planVersionId())
                .id(invoiceRow.provider())
                .time(invoiceRow.draftedTime());
    }

    private static void write(NewLine lineRow, Script row) {
        InvoiceLine line = lineRow.line();
        row.number(lineRow.customerKey())
                .id(lineRow.invoiceId())
                .number(line.lineNumber())
                .id(line.kind().name())
                .id(line.amount().currency().getCurrencyCode())
                .number(line.amount().minorUnits())
                .id(line.description());
        switch (line) {
            case InvoiceLine.Rated rated -> write(rated, row);
            case InvoiceLine.Carry carry -> writeNothingRated(row);
        }
    }

    private static void write(InvoiceLine.Rated line, Script row) {
        LineKey key = line.key();
        LineBasis basis = line.basis();
        row.time(key.period().start())
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
                .id(basis.explanation());
    }

    private static void writeNothingRated(Script row) {
        Long none = null;
        row.time(null).time(null).time(null).id(null).id(null);
        row.number(none).number(none).number(none).number(none).number(none).number(none);
        row.id(null);
    }
}
