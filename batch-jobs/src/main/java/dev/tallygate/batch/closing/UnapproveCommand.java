package dev.tallygate.batch.closing;

import dev.tallygate.batch.cli.Session;
import dev.tallygate.invoice.DraftDecision;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code invoices unapprove}: takes an approval back while nobody was told. */
@Command(
        name = "unapprove",
        description = "Take approvals back, while no provider was told; after that, void the invoice.")
public final class UnapproveCommand implements Callable<Integer> {
    private final Session session;

    @Parameters(paramLabel = "INVOICE", arity = "1..*")
    private List<String> invoiceIds = List.of();

    @Mixin
    private DecisionOptions options = new DecisionOptions();

    public UnapproveCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        return Decisions.about(session, invoiceIds, options.decision(DraftDecision.Kind.WITHDRAWN, session));
    }
}
