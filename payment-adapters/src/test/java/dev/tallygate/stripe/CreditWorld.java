package dev.tallygate.stripe;

import static org.assertj.core.api.Assertions.assertThat;

import com.stripe.exception.StripeException;
import com.stripe.model.CreditNote;
import com.stripe.model.Customer;
import com.stripe.model.Invoice;
import com.stripe.param.CreditNoteListParams;
import dev.tallygate.TestDatabase;
import dev.tallygate.invoice.InvoiceId;
import dev.tallygate.payment.PaymentProvider;
import dev.tallygate.payment.PaymentWorld;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Objects;

/** A local Stripe with invoices that nobody pays by himself, and notes on them. */
final class CreditWorld implements AutoCloseable {
    final StripeWorld stripe;
    final PaymentWorld here;
    private final HttpClient http = HttpClient.newHttpClient();

    CreditWorld(TestDatabase database, Path folder) throws IOException {
        stripe = new StripeWorld(folder);
        here = new PaymentWorld(database, stripe.clock, stripe.provider, folder.resolve("home"));
    }

    /** From now on through this. */
    void through(PaymentProvider provider) {
        here.restart(provider);
    }

    /** An invoice of this total that is open at Stripe. */
    InvoiceId open(String customerId, long total) {
        InvoiceId id = here.planned(here.customer(customerId + "+sandbox_no_card", "USD"), total);
        here.drainAll();
        return id;
    }

    void pay(InvoiceId id, long amount) {
        control("/invoices/" + there(id) + "/pay", "amount=" + amount);
    }

    /** All events that Stripe has, once more those that came before. */
    void tell() {
        try {
            stripe.deliverEvents(here);
        } catch (StripeException | GeneralSecurityException failed) {
            throw new AssertionError(failed);
        }
        here.settler().settle(1_000);
    }

    String there(InvoiceId id) {
        return Objects.requireNonNull(here.invoice(id).reference().providerInvoiceId());
    }

    Invoice invoice(InvoiceId id) {
        return asked(() -> stripe.client().v1().invoices().retrieve(there(id)));
    }

    /** The newest first. */
    List<CreditNote> notes() {
        return asked(() -> stripe.client()
                .v1()
                .creditNotes()
                .list(CreditNoteListParams.builder().setLimit(100L).build())
                .getData());
    }

    CreditNote onlyNote() {
        assertThat(notes()).hasSize(1);
        return notes().getFirst();
    }

    /** What the customer of an invoice has to its credit, in minor units. */
    long credit(InvoiceId id) {
        Customer customer = asked(
                () -> stripe.client().v1().customers().retrieve(invoice(id).getCustomer()));
        return -customer.getBalance();
    }

    /** The only parked entry, as {@code reason: detail}. */
    String onlyParked() {
        assertThat(here.parked().open(10)).hasSize(1);
        var cause = here.parked().open(1).getFirst().cause();
        return cause.reason() + ": " + cause.detail();
    }

    void control(String path, String form) {
        try {
            HttpResponse<String> answer = http.send(
                    HttpRequest.newBuilder(URI.create(stripe.stripe.url() + "/_sandbox/stripe" + path))
                            .header("content-type", "application/x-www-form-urlencoded")
                            .POST(HttpRequest.BodyPublishers.ofString(form))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        } catch (IOException | InterruptedException failed) {
            throw new AssertionError(failed);
        }
    }

    static <T> T asked(Question<T> question) {
        try {
            return question.ask();
        } catch (StripeException failed) {
            throw new AssertionError(failed);
        }
    }

    /** A call of Stripe's library. */
    interface Question<T> {
        T ask() throws StripeException;
    }

    @Override
    public void close() {
        http.close();
        here.close();
        stripe.close();
    }
}
