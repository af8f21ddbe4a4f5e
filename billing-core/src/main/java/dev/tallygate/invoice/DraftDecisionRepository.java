package dev.tallygate.invoice;

import dev.tallygate.database.Bytes;
import dev.tallygate.time.UtcTimes;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The rows of {@code draft_decisions}, and which drafts wait for one. */
public final class DraftDecisionRepository {
    private static final int DECISIONS_MAX = 1_000;
    /** Drafts of a stretch of periods that are not on their way and that nobody approved. */
    private static final String WAITING = """

                        from invoices i
                        where i.status = 'DRAFT'
                          and i.period_start between :first_time and :last_time
                          and not exists (
                            select d.step
                            from deliveries d
                            where d.customer_key = i.customer_key
                              and d.entity_id = i.invoice_id)
                          and coalesce((
                            select a.decision
                            from draft_decisions a
                            where a.customer_key = i.customer_key
                              and a.invoice_id = i.invoice_id
                            order by a.decision_number desc
                            limit 1), '') <> 'APPROVED'
            """;

    private static final LocalDateTime FIRST_TIME = LocalDateTime.parse("1000-01-01T00:00:00");
    private static final LocalDateTime LAST_TIME = LocalDateTime.parse("9999-12-31T00:00:00");

    private final JdbcClient jdbc;

    DraftDecisionRepository(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** The invoice's decisions, the oldest first. */
    List<DraftDecision> of(InvoiceId id) {
        return jdbc.sql("""
                        select decision, decided_by, note, decided_time
                        from draft_decisions
                        where customer_key = :customer_key
                          and invoice_id = :invoice_id
                        order by decision_number
                        limit :limit
                        """)
                .param("customer_key", id.customerKey())
                .param("invoice_id", Bytes.of(id.toString()))
                .param("limit", DECISIONS_MAX)
                .query((row, number) -> fromRow(row))
                .list();
    }

    /** The decision with this number; only under the customer's gate. */
    void insert(InvoiceId id, int number, DraftDecision decision) {
        jdbc.sql("""
                        insert into draft_decisions (customer_key, invoice_id, decision_number, decision, decided_by, note,
                          decided_time)
                        values (:customer_key, :invoice_id, :number, :decision, :decided_by, :note, :decided_time)
                        """)
                .param("customer_key", id.customerKey())
                .param("invoice_id", Bytes.of(id.toString()))
                .param("number", number)
                .param("decision", Bytes.of(decision.kind().name()))
                .param("decided_by", decision.decidedBy())
                .param("note", decision.note())
                .param("decided_time", UtcTimes.toColumn(decision.decidedTime()))
                .update();
    }

    /** Whether calls to its provider are written down already. */
    boolean isPlanned(InvoiceId id) {
        return jdbc.sql("""
                        select count(*)
                        from deliveries
                        where customer_key = :customer_key
                          and entity_id = :invoice_id
                        """)
                        .param("customer_key", id.customerKey())
                        .param("invoice_id", Bytes.of(id.toString()))
                        .query(Long.class)
                        .single()
                > 0;
    }

    /** Drafts that wait for an approval, by customer key and id, behind the given one; null = of any period, from the first. */
    List<InvoiceId> waiting(@Nullable Instant periodStart, @Nullable InvoiceId after, int limit) {
        return ofPeriod("select i.invoice_id" + WAITING + """
                          and (i.customer_key > :after_key or i.customer_key = :after_key and i.invoice_id > :after_id)
                        order by i.customer_key, i.invoice_id
                        limit :limit
                        """, periodStart)
                .param("after_key", after == null ? 0 : after.customerKey())
                .param("after_id", Bytes.of(after == null ? "" : after.toString()))
                .param("limit", limit)
                .query((row, number) -> InvoiceId.parse(Bytes.text(row.getBytes(1)))
                        .orElseThrow(() -> new IllegalStateException("invoice_id")))
                .list();
    }

    /** How many wait; null = of all periods. */
    long countWaiting(@Nullable Instant periodStart) {
        return ofPeriod("select count(*)" + WAITING, periodStart)
                .query(Long.class)
                .single();
    }

    private JdbcClient.StatementSpec ofPeriod(String sql, @Nullable Instant periodStart) {
        return jdbc.sql(sql)
                .param("first_time", periodStart == null ? FIRST_TIME : UtcTimes.toColumn(periodStart))
                .param("last_time", periodStart == null ? LAST_TIME : UtcTimes.toColumn(periodStart));
    }

    private static DraftDecision fromRow(ResultSet row) throws SQLException {
        return new DraftDecision(
                DraftDecision.Kind.valueOf(Bytes.text(row.getBytes("decision"))),
                row.getString("decided_by"),
                row.getString("note"),
                UtcTimes.fromColumn(row.getObject("decided_time", LocalDateTime.class)));
    }
}
