package dev.tallygate.payment;

import dev.tallygate.money.Money;
import java.time.Duration;
import java.time.Instant;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A provider that collects invoices. Calls block, carry their own timeouts, never retry by themselves, and must not be
 * made inside a database transaction. No failure of the provider is thrown: every outcome is a value.
 */
public interface PaymentProvider {

    /** As in {@code customers.provider}: {@code stripe}, {@code paystack} or {@code manual}. */
    String name();

    /** Which account at the provider; part of every idempotency key. */
    String account();

    /**
     * How long an idempotency key is remembered: within it, the same key and call again change nothing. After it, and
     * always where it is zero, what may have been sent is looked up before it is sent again.
     */
    Duration keyLife();

    /** Which lines an invoice there can have. */
    LineRules lineRules();

    /** The least that it collects in a currency; what is below it is handed on to the customer's next invoice. Zero = all. */
    default Money leastCollected(Currency currency) {
        return Money.zero(currency);
    }

    /** The steps of delivering an invoice of so many lines, in order; without one for each line, the draft has them. */
    List<PlannedCall> planInvoice(int lines);

    /** Whether an invoice of ours below zero can be a credit note there, on the invoice that it corrects. */
    default boolean makesCreditNotes() {
        return false;
    }

    /** The request that {@link #execute} would send; nothing is sent. */
    Prepared prepare(Call call);

    /** Sends the call once under the given key, which is remembered for {@link #keyLife}. */
    Outcome execute(Call call, String idempotencyKey);

    /** Asks whether what the call makes exists already; {@code since} is when it was first sent. */
    LookUp lookUp(Call call, Instant since);

    /** Reads an invoice back, or a credit note by its own name. */
    Fetched<InvoiceFacts> fetchInvoice(String providerInvoiceId);

    /** Reads all lines of an invoice back. */
    Fetched<List<ProviderLine>> fetchLines(String providerInvoiceId);

    /** Asks about refunds or disputes by the name that a webhook had for them. */
    default Fetched<List<MoneyBack>> fetchBack(String objectId) {
        return new Fetched.Absent<>();
    }

    /**
     * Lists what happened there, for what no webhook told.
     *
     * @param page {@link EventPage#FIRST}, or where a page said that the next one begins
     */
    default Fetched<EventPage> listEvents(Instant since, String page) {
        return new Fetched.Found<>(new EventPage(List.of(), Optional.empty()));
    }

    /** How far back {@link #listEvents} reaches. */
    default Duration eventLife() {
        return Duration.ofDays(30);
    }

    /**
     * Customers with our marks that the provider made since then, a page at a time: what was made later than the first page
     * may be missing. A provider that keeps nothing of ours, as a mailbox, has none.
     *
     * @param after what the page before named; empty = from the first
     */
    default Listed<FoundObject.OfCustomer> listCustomers(String installationId, Instant since, Optional<String> after) {
        return Listed.nothing();
    }

    /** Invoices and credit notes with our marks, as {@link #listCustomers}. */
    default Listed<FoundObject.OfInvoice> listInvoices(String installationId, Instant since, Optional<String> after) {
        return Listed.nothing();
    }

    /** Checks a webhook by its raw bytes; header names are lower case. Malformed ones are refused, never thrown. */
    Verification verify(byte[] body, Map<String, String> headers, Instant now);

    /** As {@link #verify}, of events that only name what they are about, and have an address of their own. */
    default Verification verifyThin(byte[] body, Map<String, String> headers, Instant now) {
        return new Verification.Refused(name() + " sends no thin events");
    }

    /** Reads a stored webhook that was verified when it came, or an event that was listed. */
    ProviderEvent read(byte[] body);

    /** What it answers about usage that it rates by itself; empty = it rates none, and refuses every {@link RatedCall}. */
    default Optional<UsageRating> rating() {
        return Optional.empty();
    }

    /** How many reads a provider allots to an account; empty = it names no such budget. */
    default Optional<ReadBudget> readBudget() {
        return Optional.empty();
    }

    /**
     * Reads that an account may make in 30 days.
     *
     * @param readsAPayment for each payment
     * @param least whatever the payments
     */
    record ReadBudget(long readsAPayment, long least) {
        /** Of an account with so many payments. */
        public long of(long payments) {
            return Math.max(least, Math.multiplyExact(readsAPayment, payments));
        }
    }

    /**
     * Which lines an invoice can have at a provider.
     *
     * @param linesMax lines beyond ride on the last one
     */
    record LineRules(int linesMax, Signs signs) {}

    /** Which amounts a line can have. */
    enum Signs {
        ANY,
        /** Lines of zero are left out; where one is below zero, all are one line of the total. */
        POSITIVE
    }
}
