package dev.tallygate.paystack;

import dev.tallygate.SettableClock;
import dev.tallygate.invoice.InvoiceId;
import dev.tallygate.payment.CallKind;
import dev.tallygate.payment.InvoiceFacts;
import dev.tallygate.payment.PaymentProvider;
import dev.tallygate.payment.PaymentWorld;
import dev.tallygate.provider.ProviderWorld;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;

/** Paystack where saved cards are charged: an invoice there is the attempts to charge it. */
final class ChargedWorld implements ProviderWorld {
    private final PaystackWorld paystack;

    ChargedWorld(Path folder, Duration patience) throws IOException {
        paystack = new PaystackWorld(folder, patience);
    }

    PaystackWorld paystack() {
        return paystack;
    }

    @Override
    public SettableClock clock() {
        return paystack.clock();
    }

    @Override
    public PaymentProvider provider() {
        return paystack.charging();
    }

    @Override
    public PaymentProvider unreachable() {
        return paystack.unreachable();
    }

    @Override
    public String currency() {
        return paystack.currency();
    }

    @Override
    public String email(String customerId) {
        return paystack.email(customerId);
    }

    @Override
    public void order(Misfortune misfortune, CallKind kind) {
        paystack.order(misfortune, kind);
    }

    @Override
    public List<String> customers() {
        return paystack.customers();
    }

    /** Attempts that nobody asked for, and payment requests, are invoices too: they would be too many. */
    @Override
    public List<There> invoices() {
        List<There> all = new ArrayList<>(paystack.invoices());
        paystack.data("/transaction?perPage=100").forEach(attempt -> {
            long amount = attempt.path("amount").asLong();
            Currency currency = Currency.getInstance(attempt.path("currency").asString());
            boolean isPaid = attempt.path("status").asString().equals("success");
            all.add(new There(
                    PaystackCharge.ofTransaction(attempt).orElseThrow().name(),
                    isPaid ? InvoiceFacts.Status.PAID : InvoiceFacts.Status.OPEN,
                    currency.getCurrencyCode(),
                    amount,
                    List.of(amount)));
        });
        return all;
    }

    @Override
    public List<String> belongings(String email) {
        return paystack.belongings(email);
    }

    /** The card has paid by itself. */
    @Override
    public void pay(PaymentWorld world, InvoiceId id) {}

    @Override
    public List<Told> told(String providerInvoiceId) {
        return paystack.told(providerInvoiceId);
    }

    @Override
    public void close() {
        paystack.close();
    }
}
