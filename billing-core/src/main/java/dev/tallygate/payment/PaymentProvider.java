package dev.tallygate.payment;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * A provider that collects invoices. Calls block, carry their own timeouts, never retry by themselves, and must not be
 * made inside a database transaction. No failure of the provider is thrown: every outcome is a value.
 */
public interface PaymentProvider {

    /** As in {@code customers.provider}: {@code stripe}. */
    String name();

    /** Which account at the provider; part of every idempotency key. */
    String account();

    /** The steps of delivering an invoice of so many lines, in order. Lines beyond the last planned one ride on it. */
    List<PlannedCall> planInvoice(int lines);

    /** The request that {@link #execute} would send; nothing is sent. */
    Prepared prepare(Call call);

    /** Sends the call once under the given key. The same key and call again change nothing at the provider. */
    Outcome execute(Call call, String idempotencyKey);

    /** Asks whether what the call makes exists already; {@code since} is when it was first sent. */
    LookUp lookUp(Call call, Instant since);

    /** Reads an invoice back. */
    Fetched<InvoiceFacts> fetchInvoice(String providerInvoiceId);

    /** Reads all lines of an invoice back. */
    Fetched<List<ProviderLine>> fetchLines(String providerInvoiceId);

    /** Checks a webhook by its raw bytes; header names are lower case. Malformed ones are refused, never thrown. */
    Verification verify(byte[] body, Map<String, String> headers, Instant now);

    /** Reads a stored webhook that was verified when it came. */
    ProviderEvent read(byte[] body);
}
