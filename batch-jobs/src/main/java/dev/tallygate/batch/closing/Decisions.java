package dev.tallygate.batch.closing;

import dev.tallygate.batch.cli.ExitCodes;
import dev.tallygate.batch.cli.Session;
import dev.tallygate.invoice.DraftApprovals;
import dev.tallygate.invoice.DraftDecision;
import dev.tallygate.invoice.InvoiceBook;
import dev.tallygate.invoice.InvoiceId;
import java.util.List;
import java.util.Map;

/** Decides about named drafts, and says what came of each. */
final class Decisions {
    private Decisions() {}

    /** All in one transaction; ends with 1 where one of them cannot be decided about any more. */
    static int about(Session session, List<String> invoiceIds, DraftDecision decision) {
        InvoiceBook book = session.bean(InvoiceBook.class);
        List<InvoiceId> ids =
                invoiceIds.stream().map(name -> book.require(name).id()).toList();
        Map<InvoiceId, DraftDecision.Result> results =
                session.bean(DraftApprovals.class).decide(ids, decision);
        results.forEach((id, result) -> session.out().println("%s: %s".formatted(id, sentence(result, decision))));
        boolean areAllDecided = results.values().stream()
                .allMatch(result -> result == DraftDecision.Result.DECIDED || result == DraftDecision.Result.ALREADY);
        return areAllDecided ? ExitCodes.DONE : ExitCodes.FAILED;
    }

    private static String sentence(DraftDecision.Result result, DraftDecision decision) {
        String word = decision.kind() == DraftDecision.Kind.APPROVED ? "approved" : "not approved";
        return switch (result) {
            case DECIDED -> "%s by %s".formatted(word, decision.decidedBy());
            case ALREADY -> word + " already";
            case NO_DRAFT -> "no draft any more, nothing was changed";
            case ON_ITS_WAY ->
                "its provider is being told already, nothing was changed (./tallygate invoices void withdraws it)";
        };
    }
}
