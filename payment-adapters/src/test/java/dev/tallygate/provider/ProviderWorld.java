package dev.tallygate.provider;

import dev.tallygate.SettableClock;
import dev.tallygate.invoice.InvoiceId;
import dev.tallygate.payment.CallKind;
import dev.tallygate.payment.InvoiceFacts;
import dev.tallygate.payment.PaymentProvider;
import dev.tallygate.payment.PaymentWorld;
import java.util.List;
import java.util.Map;

/** One provider as the suite sees it: its adapter, and a local double that meets misfortunes and shows what it has. */
public interface ProviderWorld extends AutoCloseable {

    /** How {@link #belongings} begin that somebody still has to pay, or has paid. */
    String INVOICE = "invoice ";

    SettableClock clock();

    PaymentProvider provider();

    /** The same adapter, and nobody at the other end. */
    PaymentProvider unreachable();

    /** Calls of a delivery that are done without anybody at the other end. */
    default int callsThatNeedNobody() {
        return 0;
    }

    /** What its customers are billed in. */
    String currency();

    /** Of a customer that pays when it is told to, never by itself. */
    String email(String customerId);

    /** What the next write call of this kind meets. */
    void order(Misfortune misfortune, CallKind kind);

    /** The names of the customers that it has. */
    List<String> customers();

    /** The invoices that it has, without those that were taken back. */
    List<There> invoices();

    /**
     * All that it has of the customer with this address, without what differs from one customer to the next: a line for
     * each customer, invoice, payment and mail, sorted. Lines of invoices that were not taken back begin with
     * {@link #INVOICE}.
     */
    List<String> belongings(String email);

    /** The customer pays all of it. */
    void pay(PaymentWorld world, InvoiceId id);

    /** Every webhook up to that of the payment; waits for it. None where the provider sends none. */
    List<Told> told(String providerInvoiceId);

    @Override
    void close();

    /** What can happen to a call. */
    enum Misfortune {
        /** Done, and the connection breaks before the answer. */
        ANSWER_LOST,
        /** Not done, and the connection breaks. */
        CALL_LOST,
        /** Done, and the answer comes when nobody listens any more. */
        ANSWER_LATE,
        /** Not done, and no answer ever. */
        HANGS,
        SERVER_ERROR,
        RATE_LIMITED;

        /** It takes real time, in which the settable clock may go on by any number of retries. */
        boolean isSlow() {
            return this == ANSWER_LATE || this == HANGS;
        }
    }

    /** An invoice as it is there; amounts in our minor units, lines in their order. */
    record There(String id, InvoiceFacts.Status status, String currency, long total, List<Long> lines) {}

    /** One webhook as it came. */
    final class Told {
        private final String body;
        private final Map<String, String> headers;

        public Told(String body, Map<String, String> headers) {
            this.body = body;
            this.headers = Map.copyOf(headers);
        }

        public String body() {
            return body;
        }

        /** Names in lower case. */
        public Map<String, String> headers() {
            return headers;
        }
    }
}
