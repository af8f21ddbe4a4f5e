package dev.tallygate.manual;

import dev.tallygate.SettableClock;
import dev.tallygate.TestDatabase;
import dev.tallygate.customer.CustomerRegistry;
import dev.tallygate.invoice.InvoiceBook;
import dev.tallygate.invoice.InvoiceId;
import dev.tallygate.invoice.InvoiceStatus;
import dev.tallygate.mail.MailDrop;
import dev.tallygate.mail.MailDrop.Fault;
import dev.tallygate.mail.MailDrop.Read;
import dev.tallygate.mail.MailSettings;
import dev.tallygate.mail.Mailer;
import dev.tallygate.mail.SmtpMailer;
import dev.tallygate.mail.SmtpSettings;
import dev.tallygate.money.Money;
import dev.tallygate.payment.CallKind;
import dev.tallygate.payment.InvoiceFacts;
import dev.tallygate.payment.PaymentProvider;
import dev.tallygate.payment.PaymentWorld;
import dev.tallygate.payment.ReportedPayment;
import dev.tallygate.payment.ReportedPayments;
import dev.tallygate.provider.ProviderWorld;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Bank transfer as the suite sees it: what is at the provider is what customers have in their mailboxes. */
final class ManualWorld implements ProviderWorld {
    private static final Duration PATIENCE = Duration.ofMillis(700);
    private static final ManualSettings SETTINGS = new ManualSettings("Example Bank\\nIBAN XX00 1234", 30);
    private static final Pattern SUBJECT = Pattern.compile("Invoice (inv_\\S+): .*");
    private static final Pattern WITHDRAWN = Pattern.compile("Invoice (inv_\\S+) is withdrawn");
    private static final Pattern INVOICE_ID = Pattern.compile("inv_\\S+");
    private static final Pattern AMOUNT = Pattern.compile("(?m)^(\\S.*?) +(-?[\\d,]+\\.\\d\\d) USD$");

    private final SettableClock clock = SettableClock.at("2026-11-02T08:00:00Z");
    private final MailDrop drop = MailDrop.open();
    private final ManualBooks books;

    private final Duration patience;

    ManualWorld(TestDatabase database) {
        this(database, PATIENCE);
    }

    /** With an adapter that waits so long for the mail server. */
    ManualWorld(TestDatabase database, Duration patience) {
        this.patience = patience;
        this.books = new ManualBooks(database, clock);
    }

    /** The rows that the provider answers from; a world of its own, since the suite makes and closes its worlds. */
    private static final class ManualBooks implements AutoCloseable {
        private final PaymentWorld world;

        ManualBooks(TestDatabase database, SettableClock clock) {
            world = new PaymentWorld(database, clock, new NoProvider());
        }

        ManualProvider provider(Mailer mailer) {
            return new ManualProvider(
                    SETTINGS, mailer, () -> world.bean(InvoiceBook.class), () -> world.bean(CustomerRegistry.class));
        }

        @Override
        public void close() {
            world.close();
        }
    }

    MailDrop drop() {
        return drop;
    }

    @Override
    public SettableClock clock() {
        return clock;
    }

    @Override
    public PaymentProvider provider() {
        return books.provider(drop.mailer(patience));
    }

    @Override
    public PaymentProvider unreachable() {
        return books.provider(new SmtpMailer(
                new SmtpSettings("smtp://127.0.0.1:9").address(), new MailSettings("billing@example.com").sender()));
    }

    /** The customer: nobody is told of it. */
    @Override
    public int callsThatNeedNobody() {
        return 1;
    }

    @Override
    public String currency() {
        return "USD";
    }

    @Override
    public String email(String customerId) {
        return customerId + "@example.com";
    }

    @Override
    public void order(Misfortune misfortune, CallKind kind) {
        if (kind != CallKind.CREATE_CUSTOMER) {
            drop.next(
                    switch (misfortune) {
                        case ANSWER_LOST -> Fault.DROP_AFTER_DATA;
                        case CALL_LOST -> Fault.DROP_BEFORE_TAKING;
                        case ANSWER_LATE -> Fault.SILENT_AFTER_DATA;
                        case HANGS -> Fault.HANG;
                        case SERVER_ERROR -> Fault.DATA_LATER;
                        case RATE_LIMITED -> Fault.BUSY;
                    });
        }
    }

    /** Nobody is told of a customer before the first mail. */
    @Override
    public List<String> customers() {
        return drop.read().stream().map(Read::to).distinct().toList();
    }

    @Override
    public List<There> invoices() {
        Set<String> withdrawn = drop.read().stream()
                .flatMap(mail -> WITHDRAWN.matcher(mail.subject()).results())
                .map(result -> result.group(1))
                .collect(Collectors.toSet());
        return drop.read().stream()
                .flatMap(
                        mail -> SUBJECT.matcher(mail.subject()).results().map(subject -> there(subject.group(1), mail)))
                .filter(invoice -> !withdrawn.contains(invoice.id()))
                .toList();
    }

    /** Mails: an invoice that was withdrawn is one that was taken back. */
    @Override
    public List<String> belongings(String email) {
        List<String> living = invoices().stream().map(There::id).toList();
        List<String> all = new ArrayList<>();
        for (Read mail : drop.read()) {
            Matcher subject = SUBJECT.matcher(mail.subject());
            if (!mail.to().equals(email)) {
                continue;
            }
            if (!subject.matches()) {
                all.add("mail " + INVOICE_ID.matcher(mail.subject()).replaceAll("inv"));
                continue;
            }
            There there = there(subject.group(1), mail);
            all.add("%s%s %s %d %s"
                    .formatted(
                            living.contains(there.id()) ? INVOICE : "taken back ",
                            there.status(),
                            there.currency(),
                            there.total(),
                            there.lines()));
        }
        return all.stream().sorted().toList();
    }

    private static There there(String id, Read mail) {
        List<MatchResult> amounts = AMOUNT.matcher(mail.text())
                .results()
                .filter(amount -> !amount.group(1).endsWith(":"))
                .toList();
        List<Long> figures = amounts.stream()
                .map(amount -> Long.parseLong(amount.group(2).replaceAll("[,.]", "")))
                .toList();
        return new There(
                id, InvoiceFacts.Status.OPEN, "USD", figures.getLast(), figures.subList(0, figures.size() - 1));
    }

    /** A person looks at an invoice only when it is in the books as sent. */
    @Override
    public void pay(PaymentWorld world, InvoiceId id) {
        if (world.invoice(id).status() == InvoiceStatus.DRAFT) {
            world.drainAll();
        }
        report(world, id, world.invoice(id).total(), "bank-1");
    }

    ReportedPayments.Report report(PaymentWorld world, InvoiceId id, Money amount, String reference) {
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        return world.bean(ReportedPayments.class).report(new ReportedPayment(id.toString(), amount, reference, today));
    }

    @Override
    public List<Told> told(String providerInvoiceId) {
        return List.of();
    }

    @Override
    public void close() {
        books.close();
        drop.close();
    }
}
