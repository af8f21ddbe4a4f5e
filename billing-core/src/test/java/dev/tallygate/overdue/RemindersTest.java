package dev.tallygate.overdue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallygate.Together;
import dev.tallygate.catalog.PlanCatalog;
import dev.tallygate.customer.CustomerChange;
import dev.tallygate.customer.CustomerRegistry;
import dev.tallygate.customer.SubscriptionBook;
import dev.tallygate.invoice.Invoice;
import dev.tallygate.invoice.InvoiceId;
import dev.tallygate.mail.Mail;
import dev.tallygate.mail.MailOutcome;
import dev.tallygate.notification.Notifier;
import dev.tallygate.operation.Parked;
import dev.tallygate.operation.ParkedBook;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Invariant 11 for unpaid invoices: each reminder is mailed once, by whoever comes first, and none once nothing is owed. */
class RemindersTest {
    @RegisterExtension
    static final OverdueScene SCENE = new OverdueScene();

    /** A day and some after the start of the scene. */
    private static final Instant DUE = Instant.parse("2026-03-03T00:00:00Z");

    private static Invoice.Due due() {
        return new Invoice.Due(DUE, null, "https://pay.example/1");
    }

    private static Invoice.Due failedNow() {
        Instant now = SCENE.clock().instant();
        return new Invoice.Due(now, now, "https://pay.example/1");
    }

    @Test
    void eachOfTheDaysOfThePlanIsMailedOnce() {
        InvoiceId id = SCENE.finalized(SCENE.customer("acme", "strict"), 1, due());
        String subject = "Invoice " + id + " of 120.00 USD is overdue";

        assertThat(SCENE.live(Duration.ofHours(39))).isEmpty();
        assertThat(SCENE.live(Duration.ofHours(1))).containsExactly(subject);
        assertThat(SCENE.live(Duration.ofDays(30))).containsExactly(subject, subject, subject);
        assertThat(SCENE.rows())
                .containsExactly("due " + id + " 0 SENT", "due " + id + " 3 SENT", "due " + id + " 7 SENT");
        assertThat(SCENE.mails()).extracting(Mail::messageId).doesNotHaveDuplicates();
    }

    @Test
    void twoNotifiersAtOnceMailItOnce() {
        SCENE.finalized(SCENE.customer("acme", "strict"), 1, due());
        SCENE.clock().set("2026-03-03T00:00:00Z");

        Together.run(
                4,
                number -> (number % 2 == 0 ? SCENE.core() : SCENE.secondCore())
                        .get(Notifier.class)
                        .drain(100));

        assertThat(SCENE.mails()).hasSize(1);
    }

    @Test
    void aFailedChargeIsToldAtOnceAndTheDayItFellDueNotOnceMore() {
        InvoiceId id = SCENE.finalized(SCENE.customer("acme", "strict"), 1, failedNow());

        SCENE.drain();

        assertThat(SCENE.subjects()).containsExactly("Invoice " + id + " of 120.00 USD: the charge failed");
        SCENE.live(Duration.ofDays(10));
        assertThat(SCENE.rows())
                .containsExactly("due " + id + " -1 SENT", "due " + id + " 3 SENT", "due " + id + " 7 SENT");
    }

    @Test
    void theMailSaysHowMuchSinceWhenWhereToPayAndWhatFollows() {
        InvoiceId id = SCENE.finalized(SCENE.customer("acme", "strict"), 1, due());
        SCENE.clock().set("2026-03-06T00:00:00Z");
        SCENE.drain();

        Mail mail = SCENE.mails().getFirst();
        String text = text(mail);
        String html = mail.letter().toHtml();

        assertThat(mail.to()).isEqualTo("acme@example.com");
        assertThat(text)
                .contains("Invoice " + id + " was to be paid by 2 March 2026. 120.00 USD is still open, 3 days later.")
                .contains("If it is not paid by 17 March 2026, 00:00 UTC")
                .contains("https://pay.example/1")
                .contains("The people of acme (acme)")
                .contains(id + " (NUM-1)");
        assertThat(html).contains("<a href=\"https://pay.example/1\"").contains("17 March 2026, 00:00 UTC");
    }

    @Test
    void aTransferIsAskedForWithTheBanksLinesAndTheReference() {
        InvoiceId id = SCENE.byTransfer(SCENE.customer("acme", "silent"), new Invoice.Due(DUE, null, null));
        move("acme", "strict");
        SCENE.clock().set("2026-04-01T00:00:00Z");
        SCENE.drain();

        assertThat(text(SCENE.mails().getFirst()))
                .contains("Please transfer 120.00 USD with the reference " + id)
                .contains("IBAN XX00")
                .contains("requests are refused (HTTP 402). They go on as soon as what is overdue is paid.");
    }

    /** Without its line breaks. */
    private static String text(Mail mail) {
        return mail.letter().toText().replaceAll("\\s+", " ");
    }

    @Test
    void whatWaitedWhileMailsCouldNotBeSentIsToldByTheLatest() {
        InvoiceId id = SCENE.finalized(SCENE.customer("acme", "strict"), 1, due());
        SCENE.mailsAre(new MailOutcome.RetryLater("450 later"));
        SCENE.clock().set("2026-03-03T00:00:00Z");
        SCENE.drain();
        SCENE.clock().set("2026-03-11T00:00:00Z");

        SCENE.mailsAre(null);
        SCENE.drain();
        SCENE.drain();

        assertThat(SCENE.subjects()).hasSize(1);
        assertThat(SCENE.rows())
                .containsExactly("due " + id + " 0 SUPERSEDED", "due " + id + " 3 SUPERSEDED", "due " + id + " 7 SENT");
    }

    @Test
    void nothingIsMailedOncePaidEvenIfItWaitsInTheOutbox() {
        InvoiceId id = SCENE.finalized(SCENE.customer("acme", "strict"), 1, due());
        SCENE.mailsAre(new MailOutcome.RetryLater("450 later"));
        SCENE.clock().set("2026-03-03T00:00:00Z");
        SCENE.drain();

        SCENE.pay(id);
        SCENE.mailsAre(null);

        assertThat(SCENE.live(Duration.ofDays(30))).isEmpty();
        assertThat(SCENE.rows()).containsExactly("due " + id + " 0 SUPERSEDED");
        assertThat(SCENE.looks()).isZero();
    }

    @Test
    void whatIsWithdrawnOrGivenUpIsNotRemindedOf() {
        long acme = SCENE.customer("acme", "strict");
        SCENE.withdraw(SCENE.finalized(acme, 1, due()));
        SCENE.giveUp(SCENE.finalized(acme, 2, due()));

        assertThat(SCENE.live(Duration.ofDays(30))).isEmpty();
        assertThat(SCENE.looks()).isZero();
    }

    @Test
    void moreTimeFromTheProviderMovesTheReminders() {
        InvoiceId id = SCENE.finalized(SCENE.customer("acme", "strict"), 1, due());
        SCENE.tell(id, new Invoice.Due(Instant.parse("2026-03-20T00:00:00Z"), null, null));

        SCENE.clock().set("2026-03-19T23:00:00Z");
        SCENE.drain();
        assertThat(SCENE.mails()).isEmpty();
        SCENE.clock().set("2026-03-20T00:00:00Z");
        SCENE.drain();
        assertThat(SCENE.mails()).hasSize(1);
    }

    @Test
    void aPlanThatSaysNothingSendsNothingUntilAnotherDoes() {
        SCENE.finalized(SCENE.customer("acme", "silent"), 1, due());
        assertThat(SCENE.live(Duration.ofDays(5))).isEmpty();

        move("acme", "strict");

        SCENE.clock().set("2026-03-31T23:00:00Z");
        SCENE.drain();
        assertThat(SCENE.mails()).isEmpty();
        assertThat(SCENE.live(Duration.ofHours(2))).hasSize(1);
    }

    @Test
    void aCustomerWithoutAnAddressIsParkedAndRetriedOnceItHasOne() {
        InvoiceId id = SCENE.finalized(SCENE.customer("acme", "strict"), 1, due());
        address("");
        SCENE.clock().set("2026-03-03T00:00:00Z");
        SCENE.drain();
        ParkedBook parked = SCENE.core().get(ParkedBook.class);
        Parked entry = parked.open(10).getFirst();
        assertThat(entry.key().parkedId()).isEqualTo("mail:" + id + ":0");
        assertThat(entry.cause().detail()).contains("is not told of " + id + ", unpaid 0 days after it was due");

        address("billing@acme.example");
        parked.retry(entry.key());
        SCENE.drain();

        assertThat(SCENE.mails()).extracting(Mail::to).containsExactly("billing@acme.example");
        assertThat(parked.open(10)).isEmpty();
    }

    private static void address(String email) {
        SCENE.core().get(CustomerRegistry.class).update("acme", new CustomerChange(null, email));
    }

    private static void move(String customerId, String planId) {
        long version =
                SCENE.core().get(PlanCatalog.class).latest(planId).orElseThrow().planVersionId();
        SCENE.core().get(SubscriptionBook.class).moveNextPeriod(customerId, version);
    }
}
