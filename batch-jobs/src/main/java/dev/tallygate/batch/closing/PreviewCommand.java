package dev.tallygate.batch.closing;

import dev.tallygate.batch.cli.ExitCodes;
import dev.tallygate.batch.cli.JsonOption;
import dev.tallygate.batch.cli.Listing;
import dev.tallygate.batch.cli.Session;
import dev.tallygate.customer.CustomerRegistry;
import dev.tallygate.invoice.BillOutcome;
import dev.tallygate.invoice.DraftedInvoice;
import dev.tallygate.invoice.InvoiceLine;
import dev.tallygate.invoice.InvoicePreview;
import dev.tallygate.invoice.InvoicePreviewer;
import dev.tallygate.time.BillingPeriod;
import dev.tallygate.time.UtcTimes;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code invoices preview CUSTOMER}: the running period as it would be billed now. */
@Command(name = "preview", description = "A customer's running period as it would be billed now; writes nothing.")
public final class PreviewCommand implements Callable<Integer> {
    private static final Listing<InvoiceLine> LINES = new Listing<InvoiceLine>()
            .column("line_number", InvoiceLine::lineNumber)
            .column("description", InvoiceLine::description)
            .column("quantity", PreviewCommand::quantity)
            .column("amount", InvoiceLine::amount);
    private static final Listing<DraftedInvoice> INVOICES = new Listing<DraftedInvoice>()
            .column("invoice_id", DraftedInvoice::id)
            .column("period", invoice -> invoice.period().label())
            .column("total", DraftedInvoice::total)
            .column("lines", invoice -> LINES.objects(invoice.lines()));
    private static final Listing<BillOutcome.Pending> PENDING = new Listing<BillOutcome.Pending>()
            .column("period", pending -> period(pending))
            .column("difference", BillOutcome.Pending::difference);
    private static final Listing<BillOutcome.Parked> PARKED = new Listing<BillOutcome.Parked>()
            .column("period", parked -> period(parked))
            .column("reason", BillOutcome.Parked::reason)
            .column("detail", BillOutcome.Parked::detail);

    private final Session session;

    @Parameters(paramLabel = "CUSTOMER")
    private String customerId = "";

    @Mixin
    private JsonOption format = new JsonOption();

    public PreviewCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        long customerKey =
                session.bean(CustomerRegistry.class).require(customerId).customerKey();
        InvoicePreview preview = session.bean(InvoicePreviewer.class)
                .preview(
                        customerKey, UtcTimes.toMicros(session.bean(Clock.class).instant()));
        if (format.isJson()) {
            json().printOne(preview, format, session.out());
        } else {
            print(preview, session.out());
        }
        return ExitCodes.DONE;
    }

    private Listing<InvoicePreview> json() {
        return new Listing<InvoicePreview>()
                .column("customer_id", preview -> customerId)
                .column("period", preview -> preview.period().label())
                .column("as_of_time", InvoicePreview::asOfTime)
                .column("total", preview -> preview.invoice().map(DraftedInvoice::total))
                .column("invoices", preview -> INVOICES.objects(preview.invoices()))
                .column("pending", preview -> PENDING.objects(preview.pending()))
                .column("parked", preview -> PARKED.objects(preview.parked()));
    }

    private void print(InvoicePreview preview, PrintWriter out) {
        out.println("%s %s, as it would be billed with what is used by %s; nothing was written"
                .formatted(customerId, preview.period().label(), preview.asOfTime()));
        for (DraftedInvoice invoice : preview.invoices()) {
            out.println();
            out.println("%s %s".formatted(invoice.id(), invoice.period().label()));
            LINES.print(invoice.lines(), format, out);
            out.println("total %s".formatted(Figures.withCurrency(invoice.total())));
        }
        if (preview.invoices().isEmpty()) {
            out.println();
            out.println(preview.parked().isEmpty() ? "nothing is due" : "no invoice: a person is asked first");
        }
        if (!preview.pending().isEmpty()) {
            out.println();
            out.println("waits for a later invoice");
            PENDING.print(preview.pending(), format, out);
        }
        if (!preview.parked().isEmpty()) {
            out.println();
            out.println("would be parked");
            PARKED.print(preview.parked(), format, out);
        }
    }

    private static Optional<Long> quantity(InvoiceLine line) {
        return switch (line) {
            case InvoiceLine.Rated rated -> Optional.of(rated.basis().quantity());
            case InvoiceLine.Carry carry -> Optional.empty();
        };
    }

    private static String period(BillOutcome outcome) {
        return BillingPeriod.monthContaining(outcome.key().periodStart()).label();
    }
}
