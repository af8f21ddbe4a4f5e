package dev.tallygate.batch.cli;

import dev.tallygate.customer.Customer;
import dev.tallygate.customer.CustomerRegistry;
import dev.tallygate.document.InvoiceDocuments;
import dev.tallygate.invoice.Invoice;
import dev.tallygate.invoice.InvoiceBook;
import dev.tallygate.invoice.InvoiceFilter;
import dev.tallygate.invoice.InvoiceLine;
import dev.tallygate.invoice.InvoiceStatus;
import dev.tallygate.payment.BookedMoney;
import dev.tallygate.payment.PaymentBook;
import dev.tallygate.payment.ReportedPayment;
import dev.tallygate.payment.ReportedPayments;
import dev.tallygate.rejection.Reason;
import dev.tallygate.rejection.Rejected;
import dev.tallygate.time.BillingPeriod;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code invoices}: what is owed. */
@Command(
        name = "invoices",
        description = "Invoices.",
        synopsisSubcommandLabel = "list|show|document|preview|approve|unapprove|void|mark-paid|export")
public final class InvoicesCommand {
    private static final int PAGE = 500;

    private final Session session;
    private final Map<Long, String> customerIds = new HashMap<>();

    public InvoicesCommand(Session session) {
        this.session = session;
    }

    @Command(description = "Invoices, of all customers or some.")
    int list(
            @Option(names = "--customer", paramLabel = "CUSTOMER") @Nullable String customerId,
            @Option(names = "--status", paramLabel = "STATUS", description = "${COMPLETION-CANDIDATES}") @Nullable
                    InvoiceStatus status,
            @Option(names = "--period", paramLabel = "YYYY-MM") @Nullable YearMonth month,
            @Option(names = "--overdue", description = "Those that should have been paid by now.") boolean isOverdue,
            @Mixin JsonOption format) {
        Long customerKey = customerId == null
                ? null
                : session.bean(CustomerRegistry.class).require(customerId).customerKey();
        Instant periodStart = month == null ? null : BillingPeriod.month(month).start();
        InvoiceFilter filter =
                InvoiceFilter.ALL.withCustomer(customerKey).withStatus(status).withPeriod(periodStart);
        Instant now = session.bean(Clock.class).instant();
        listing().print(all(isOverdue ? filter.overdueAt(now) : filter), format, session.out());
        return ExitCodes.DONE;
    }

    private List<Invoice> all(InvoiceFilter filter) {
        InvoiceBook book = session.bean(InvoiceBook.class);
        List<Invoice> all = new ArrayList<>();
        List<Invoice> page;
        do {
            page = book.list(filter, all.isEmpty() ? null : all.getLast().id(), PAGE);
            all.addAll(page);
        } while (page.size() == PAGE);
        return all;
    }

    private Listing<Invoice> listing() {
        return new Listing<Invoice>()
                .column("invoice_id", Invoice::id)
                .column(
                        "number",
                        invoice -> Optional.ofNullable(invoice.reference().number()))
                .column("customer_id", invoice -> customerId(invoice.customerKey()))
                .column("period", invoice -> invoice.period().label())
                .column("kind", invoice -> invoice.id().kind())
                .column("status", Invoice::status)
                .column("total", Invoice::total)
                .column("paid", Invoice::amountPaid)
                .column("due_time", invoice -> Optional.ofNullable(invoice.due().dueTime()))
                .column(
                        "provider_invoice_id",
                        invoice -> Optional.ofNullable(invoice.reference().providerInvoiceId()));
    }

    private String customerId(long customerKey) {
        return customerIds.computeIfAbsent(
                customerKey,
                key -> Optional.ofNullable(session.bean(CustomerRegistry.class)
                                .byKeys(Set.of(key))
                                .get(key))
                        .map(Customer::customerId)
                        .orElse("customer " + key));
    }

    @Command(description = "One invoice, by id or number, with its lines, and the money that came for it or went back.")
    int show(@Parameters(paramLabel = "INVOICE") String invoiceId, @Mixin JsonOption format) {
        InvoiceBook book = session.bean(InvoiceBook.class);
        Invoice invoice = book.requireNamed(invoiceId);
        List<InvoiceLine> lines = book.lines(invoice.id());
        Listing<Invoice> card = listing()
                .column("credited", Invoice::amountCredited)
                .column(
                        "provider_number",
                        shown -> Optional.ofNullable(shown.reference().providerNumber()))
                .column("drafted_time", shown -> shown.times().draftedTime())
                .column(
                        "finalized_time",
                        shown -> Optional.ofNullable(shown.times().finalizedTime()))
                .column("paid_time", shown -> Optional.ofNullable(shown.times().paidTime()))
                .column(
                        "voided_time",
                        shown -> Optional.ofNullable(shown.times().voidedTime()))
                .column(
                        "charge_failed_time",
                        shown -> Optional.ofNullable(shown.due().chargeFailedTime()))
                .column("pay_url", shown -> Optional.ofNullable(shown.due().payUrl()));
        List<BookedMoney> money = session.bean(PaymentBook.class).ofInvoice(invoice.id());
        if (format.isJson()) {
            card.column("lines", shown -> lineListing().objects(lines))
                    .column("payments", shown -> moneyListing().objects(money))
                    .printOne(invoice, format, session.out());
        } else {
            card.printOne(invoice, format, session.out());
            session.out().println();
            lineListing().print(lines, format, session.out());
            if (!money.isEmpty()) {
                session.out().println();
                moneyListing().print(money, format, session.out());
            }
        }
        return ExitCodes.DONE;
    }

    private static Listing<BookedMoney> moneyListing() {
        return new Listing<BookedMoney>()
                .column("kind", BookedMoney::kind)
                .column("object_id", BookedMoney::objectId)
                .column("state", BookedMoney::state)
                .column("amount", BookedMoney::amount)
                .column("moved_time", BookedMoney::movedTime);
    }

    private static Listing<InvoiceLine> lineListing() {
        return new Listing<InvoiceLine>()
                .column("line_number", InvoiceLine::lineNumber)
                .column("description", InvoiceLine::description)
                .column(
                        "quantity",
                        line -> rated(line).map(rated -> rated.basis().quantity()))
                .column("amount", InvoiceLine::amount);
    }

    private static Optional<InvoiceLine.Rated> rated(InvoiceLine line) {
        return switch (line) {
            case InvoiceLine.Rated rated -> Optional.of(rated);
            case InvoiceLine.Carry carry -> Optional.empty();
        };
    }

    @Command(description = "Write the document of an invoice, a credit note or a draft: HTML, PDF or both.")
    int document(
            @Parameters(paramLabel = "INVOICE", description = "Its id or number.") String invoiceId,
            @Option(names = "--html", paramLabel = "FILE") @Nullable Path html,
            @Option(names = "--pdf", paramLabel = "FILE") @Nullable Path pdf) {
        InvoiceDocuments documents = session.bean(InvoiceDocuments.class);
        Invoice invoice = session.bean(InvoiceBook.class).requireNamed(invoiceId);
        if (html != null) {
            write(html, documents.html(invoice).getBytes(StandardCharsets.UTF_8));
        }
        if (pdf != null || html == null) {
            write(pdf == null ? Path.of(documents.fileName(invoice) + ".pdf") : pdf, documents.pdf(invoice));
        }
        return ExitCodes.DONE;
    }

    private void write(Path file, byte[] content) {
        try {
            Files.write(file, content);
        } catch (IOException unwritten) {
            throw Rejected.field(Reason.FIELD_INVALID, "FILE", file, "a file that can be written");
        }
        session.out().println("wrote " + file);
    }

    @Command(name = "void", description = "Withdraw an invoice for ever; the next bill drafts its successor.")
    int voidInvoice(@Parameters(paramLabel = "INVOICE") String invoiceId) {
        Instant now = session.bean(Clock.class).instant();
        Invoice voided = session.bean(InvoiceBook.class).voidInvoice(invoiceId, now);
        session.out()
                .println("%s: %s. The next bill drafts what takes its place.".formatted(voided.id(), voided.status()));
        return ExitCodes.DONE;
    }

    @Command(name = "mark-paid", description = "Book a bank transfer for an invoice of provider manual.")
    int markPaid(
            @Parameters(paramLabel = "INVOICE") String invoiceId,
            @Option(
                            names = "--amount",
                            required = true,
                            paramLabel = "AMOUNT",
                            description =
                                    "What came under this reference, in the invoice's currency: 120.00; all add up.")
                    String amount,
            @Option(
                            names = "--reference",
                            required = true,
                            paramLabel = "TEXT",
                            description = "The bank's reference; the same again changes nothing.")
                    String reference,
            @Option(names = "--paid-on", paramLabel = "DATE", description = "When it came, UTC; without it, today.")
                    @Nullable
                    LocalDate paidOn) {
        Invoice named = session.bean(InvoiceBook.class).requireNamed(invoiceId);
        LocalDate today = LocalDate.ofInstant(session.bean(Clock.class).instant(), ZoneOffset.UTC);
        ReportedPayment payment = new ReportedPayment(
                named.id().toString(),
                TransferAmount.parse(amount, named.total().currency()),
                reference.strip(),
                paidOn == null ? today : paidOn);
        ReportedPayments.Report report = session.bean(ReportedPayments.class).report(payment);
        session.out().println(TransferAmount.sentence(report, payment));
        return report.result() == ReportedPayments.Result.PARKED ? ExitCodes.PARKED : ExitCodes.DONE;
    }
}
