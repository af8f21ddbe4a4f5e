package dev.tallygate.batch.closing;

import dev.tallygate.batch.cli.ExitCodes;
import dev.tallygate.batch.cli.Session;
import dev.tallygate.invoice.DraftApprovals;
import dev.tallygate.invoice.DraftDecision;
import dev.tallygate.invoice.Invoice;
import dev.tallygate.invoice.InvoiceBook;
import dev.tallygate.invoice.InvoiceId;
import dev.tallygate.money.Money;
import dev.tallygate.time.BillingPeriod;
import java.time.Instant;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code invoices approve}: says that drafts may be delivered. */
@Command(
        name = "approve",
        description = {
            "Say that drafts may be delivered, where TALLYGATE_BILLING_APPROVAL is true.",
            "With --period alone it says what waits, and writes nothing."
        })
public final class ApproveCommand implements Callable<Integer> {
    private static final int PAGE = 50;

    private final Session session;

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(paramLabel = "INVOICE", arity = "0..*", description = "These drafts.")
    private List<String> invoiceIds = List.of();

    @Option(names = "--period", paramLabel = "YYYY-MM", description = "The drafts of this month.")
    private @Nullable YearMonth month;

    @Option(names = "--all", description = "With --period: all of them.")
    private boolean all;

    @Mixin
    private DecisionOptions options = new DecisionOptions();

    public ApproveCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        if (invoiceIds.isEmpty() == (month == null)) {
            throw wrong("invoices or --period YYYY-MM (expected: one of the two)");
        }
        if (all && month == null) {
            throw wrong("--all (expected: with --period YYYY-MM)");
        }
        DraftDecision decision = options.decision(DraftDecision.Kind.APPROVED, session);
        if (month == null) {
            return Decisions.about(session, invoiceIds, decision);
        }
        Instant start = BillingPeriod.month(month).start();
        List<Invoice> waiting = waiting(start);
        say(waiting);
        if (all) {
            approve(waiting, decision);
        } else if (!waiting.isEmpty()) {
            session.out().println("Nothing was approved: add --all, or name the invoices.");
        }
        return ExitCodes.DONE;
    }

    private List<Invoice> waiting(Instant periodStart) {
        DraftApprovals approvals = session.bean(DraftApprovals.class);
        InvoiceBook book = session.bean(InvoiceBook.class);
        List<InvoiceId> ids = new ArrayList<>();
        List<InvoiceId> page;
        do {
            page = approvals.waiting(periodStart, ids.isEmpty() ? null : ids.getLast(), PAGE);
            ids.addAll(page);
        } while (page.size() == PAGE);
        return ids.stream().map(id -> book.require(id.toString())).toList();
    }

    private void say(List<Invoice> waiting) {
        Map<String, Money> sums = new TreeMap<>();
        waiting.forEach(
                invoice -> sums.merge(invoice.total().currency().getCurrencyCode(), invoice.total(), Money::plus));
        String amounts = sums.values().stream().map(Figures::withCurrency).collect(Collectors.joining(", "));
        session.out()
                .println("drafts of %s that wait for approval: %s%s"
                        .formatted(month, Figures.of(waiting.size()), amounts.isEmpty() ? "" : ", " + amounts));
    }

    private void approve(List<Invoice> waiting, DraftDecision decision) {
        DraftApprovals approvals = session.bean(DraftApprovals.class);
        long approved = 0;
        for (int from = 0; from < waiting.size(); from += PAGE) {
            List<InvoiceId> chunk = waiting.subList(from, Math.min(from + PAGE, waiting.size())).stream()
                    .map(Invoice::id)
                    .toList();
            approved += approvals.decide(chunk, decision).values().stream()
                    .filter(result -> result == DraftDecision.Result.DECIDED)
                    .count();
        }
        session.out().println("approved by %s: %s".formatted(decision.decidedBy(), Figures.of(approved)));
    }

    private ParameterException wrong(String sentence) {
        if (spec == null) {
            throw new IllegalStateException("picocli sets the spec");
        }
        return new ParameterException(spec.commandLine(), sentence);
    }
}
