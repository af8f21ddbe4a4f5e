package dev.tallygate.payment;

import dev.tallygate.customer.Customer;
import dev.tallygate.customer.CustomerRegistry;
import dev.tallygate.database.Transactions;
import dev.tallygate.invoice.Invoice;
import dev.tallygate.invoice.InvoiceBook;
import dev.tallygate.operation.Installation;
import dev.tallygate.time.UtcTimes;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Takes over what a provider has and a restored database forgot: customers and invoices with our marks, by list pages. What
 * agrees in total and currency is ours again, with its state there; what does not is parked with both figures; what stands
 * for nothing here yet is remembered for the draft that comes.
 */
public final class Adoption {
    private final DeliveryHolds holds;
    private final PaymentProviders providers;
    private final FoundObjectRepository found;
    private final InvoiceBook invoices;
    private final CustomerRegistry customers;
    private final AdoptionRecorder recorder;
    private final Surroundings surroundings;

    Adoption(
            DeliveryHolds holds,
            PaymentProviders providers,
            FoundObjectRepository found,
            Books books,
            AdoptionRecorder recorder,
            Surroundings surroundings) {
        this.holds = holds;
        this.providers = providers;
        this.found = found;
        this.invoices = books.invoices();
        this.customers = books.customers();
        this.recorder = recorder;
        this.surroundings = surroundings;
    }

    /** What is ours here. */
    record Books(InvoiceBook invoices, CustomerRegistry customers) {}

    /** What it runs in. */
    record Surroundings(Installation installation, Transactions transactions, Clock clock) {}

    /** What became of one object. */
    public enum Result {
        /** It is ours again: its id, and its state there, are known here. */
        ADOPTED,
        /** Known here, and it says the same. */
        KNOWN,
        /** Nothing here stands for it yet; the draft that comes takes it over. */
        REMEMBERED,
        /** It does not agree: parked with both figures. */
        PARKED
    }

    /** One object and what became of it. */
    public record Adopted(String provider, String objectId, String entity, Result result) {}

    /**
     * Asks one provider for all that it made since the hold's time, then lets its deliveries go. Without a restore nothing
     * is done.
     *
     * @return how many deliveries go on; empty = the provider is not held after a restore, or is switched off and stays
     *     held
     * @throws IllegalStateException where the provider does not answer: all is as it was, and the same again goes on
     */
    public Optional<Integer> adopt(String provider, Consumer<Adopted> told) {
        Optional<Hold> hold = holds.of(provider).filter(held -> held.cause() == Hold.Cause.RESTORED);
        Optional<PaymentProvider> known = providers.named(provider);
        if (hold.isEmpty() || known.isEmpty()) {
            return Optional.empty();
        }
        String installationId = surroundings.installation().installationId();
        Instant since = hold.get().sinceTime();
        each(
                after -> known.get().listCustomers(installationId, since, after),
                customer -> told.accept(adopted(provider, customer, customer(known.get(), customer))));
        each(
                after -> known.get().listInvoices(installationId, since, after),
                invoice -> told.accept(adopted(provider, invoice, invoice(known.get(), invoice))));
        return Optional.of(holds.letGo(provider));
    }

    private static <T> void each(Function<Optional<String>, Listed<T>> list, Consumer<T> use) {
        Optional<String> after = Optional.empty();
        do {
            after = switch (list.apply(after)) {
                case Listed.Unknown<T> unknown ->
                    throw new IllegalStateException("the provider did not list what it has: " + unknown.why());
                case Listed.Page<T> page -> {
                    page.items().forEach(use);
                    yield page.next();
                }
            };
        } while (after.isPresent());
    }

    private static Adopted adopted(String provider, FoundObject object, Result result) {
        return new Adopted(provider, object.objectId(), object.entity(), result);
    }

    private Result customer(PaymentProvider provider, FoundObject.OfCustomer there) {
        Optional<Customer> here = customers
                .get(there.customerId())
                .filter(customer -> customer.profile().provider().equals(provider.name()));
        remember(provider, there);
        return here.isEmpty() ? Result.REMEMBERED : recorded(here.get(), there);
    }

    private Result recorded(Customer here, FoundObject.OfCustomer there) {
        return surroundings.transactions().call(() -> recorder.customer(here.customerKey(), there));
    }

    private Result invoice(PaymentProvider provider, FoundObject.OfInvoice there) {
        Optional<Invoice> here = invoices.find(there.invoiceId())
                .filter(invoice -> invoice.reference().provider().equals(provider.name()));
        if (here.isEmpty() || !isOfItsCustomer(here.get(), there)) {
            return remember(provider, there);
        }
        Result result = surroundings
                .transactions()
                .call(() -> recorder.invoice(here.get().id(), there, now()));
        there.facts().creditedInvoiceId().ifPresent(original -> settleAgain(provider, original));
        return result == Result.REMEMBERED ? remember(provider, there) : result;
    }

    /** What a note took off an invoice looked like a stranger's while the note was not known. */
    private void settleAgain(PaymentProvider provider, String original) {
        invoices.find(original)
                .filter(invoice -> invoice.reference().providerInvoiceId() != null)
                .ifPresent(invoice -> {
                    String objectId = Objects.requireNonNull(invoice.reference().providerInvoiceId());
                    if (provider.fetchInvoice(objectId) instanceof Fetched.Found<InvoiceFacts> found) {
                        surroundings.transactions().run(() -> recorder.settle(invoice.id(), found.value()));
                    }
                });
    }

    /** A customer's number is given again after a restore: another one's invoice may carry the same id. */
    private boolean isOfItsCustomer(Invoice invoice, FoundObject.OfInvoice there) {
        return CallReader.customer(customers, invoice.customerKey())
                .atProvider()
                .filter(there.objectCustomerId()::equals)
                .isPresent();
    }

    private Result remember(PaymentProvider provider, FoundObject object) {
        found.remember(provider.name(), object, now());
        return Result.REMEMBERED;
    }

    /** Providers that are held after a restore. */
    public List<Hold> pending() {
        return holds.inForce().stream()
                .filter(hold -> hold.cause() == Hold.Cause.RESTORED)
                .toList();
    }

    private Instant now() {
        return UtcTimes.toMicros(surroundings.clock().instant());
    }
}
