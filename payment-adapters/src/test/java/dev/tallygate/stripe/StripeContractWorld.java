package dev.tallygate.stripe;

import com.stripe.exception.StripeException;
import com.stripe.model.Customer;
import com.stripe.model.Invoice;
import com.stripe.model.InvoiceLineItem;
import com.stripe.param.CustomerListParams;
import com.stripe.param.InvoiceItemListParams;
import com.stripe.param.InvoiceListParams;
import com.stripe.param.InvoicePaymentListParams;
import dev.tallygate.SettableClock;
import dev.tallygate.invoice.InvoiceId;
import dev.tallygate.payment.CallKind;
import dev.tallygate.payment.InvoiceFacts;
import dev.tallygate.payment.PaymentProvider;
import dev.tallygate.payment.PaymentWorld;
import dev.tallygate.provider.LocalFaults;
import dev.tallygate.provider.ProviderWorld;
import dev.tallygate.provider.WebhookCatcher;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/** Stripe as the suite sees it. */
final class StripeContractWorld implements ProviderWorld {
    private static final Duration READ = Duration.ofMillis(700);

    private final WebhookCatcher webhooks = new WebhookCatcher();
    private final StripeWorld stripe;

    StripeContractWorld(Path folder) throws IOException {
        this(folder, READ);
    }

    /** With an adapter that waits so long for an answer. */
    StripeContractWorld(Path folder, Duration patience) throws IOException {
        stripe = new StripeWorld(folder, webhooks.url(), patience);
    }

    @Override
    public SettableClock clock() {
        return stripe.clock;
    }

    @Override
    public PaymentProvider provider() {
        return stripe.provider;
    }

    @Override
    public PaymentProvider unreachable() {
        return stripe.unreachable();
    }

    @Override
    public String currency() {
        return "USD";
    }

    @Override
    public String email(String customerId) {
        return customerId + "+sandbox_no_card@example.com";
    }

    @Override
    public void order(Misfortune misfortune, CallKind kind) {
        String path = switch (kind) {
            case CREATE_CUSTOMER -> "/v1/customers";
            case CREATE_INVOICE -> "/v1/invoices";
            case ADD_LINE, ADD_ITEM -> "/v1/invoiceitems";
            case FINALIZE_INVOICE, CHARGE_INVOICE, VOID_INVOICE, COMPARE_INVOICE -> "/v1/invoices/";
            case CREATE_CREDIT_NOTE -> "/v1/credit_notes";
            case CREATE_METER -> "/v1/billing/meters";
            case CREATE_PRICE -> "/v1/prices";
            case CREATE_SUBSCRIPTION, END_SUBSCRIPTION -> "/v1/subscriptions";
            case REPORT_USAGE -> "/v1/billing/meter_events";
        };
        stripe.stripe.order(LocalFaults.once(misfortune, path, READ));
    }

    @Override
    public List<String> customers() {
        return asked(() -> stripe.customers().stream().map(Customer::getId).toList());
    }

    @Override
    public List<There> invoices() {
        return asked(() -> stripe.invoices()).stream()
                .filter(invoice -> !"void".equals(invoice.getStatus()))
                .map(this::there)
                .toList();
    }

    @Override
    public List<String> belongings(String email) {
        var v1 = stripe.client().v1();
        List<String> all = new ArrayList<>();
        asked(() -> v1.customers()
                        .list(CustomerListParams.builder().setEmail(email).build())
                        .getData())
                .forEach(customer -> {
                    all.add("customer");
                    asked(() -> v1.invoices()
                                    .list(InvoiceListParams.builder()
                                            .setCustomer(customer.getId())
                                            .build())
                                    .getData())
                            .forEach(invoice -> all.addAll(belongings(invoice)));
                    asked(() -> v1.invoiceItems()
                                    .list(InvoiceItemListParams.builder()
                                            .setCustomer(customer.getId())
                                            .setPending(true)
                                            .build())
                                    .getData())
                            .forEach(item -> all.add("pending item " + item.getAmount()));
                });
        return all.stream().sorted().toList();
    }

    private List<String> belongings(Invoice invoice) {
        There there = there(invoice);
        List<String> all = new ArrayList<>();
        all.add("%s%s %s %d %s paid %d"
                .formatted(
                        there.status() == InvoiceFacts.Status.VOID ? "taken back " : INVOICE,
                        there.status(),
                        there.currency(),
                        there.total(),
                        there.lines(),
                        invoice.getAmountPaid()));
        asked(() -> stripe.client()
                        .v1()
                        .invoicePayments()
                        .list(InvoicePaymentListParams.builder()
                                .setInvoice(invoice.getId())
                                .build())
                        .getData())
                .forEach(payment -> all.add("payment %s %d".formatted(payment.getStatus(), payment.getAmountPaid())));
        return all;
    }

    private There there(Invoice invoice) {
        List<Long> lines =
                asked(() -> stripe.client()
                                .v1()
                                .invoices()
                                .lineItems()
                                .list(invoice.getId())
                                .getData())
                        .stream()
                        .sorted(Comparator.comparing(line -> line.getMetadata().getOrDefault("app_line_id", "")))
                        .map(InvoiceLineItem::getAmount)
                        .toList();
        return new There(
                invoice.getId(),
                InvoiceFacts.Status.valueOf(invoice.getStatus().toUpperCase(Locale.ROOT)),
                invoice.getCurrency(),
                invoice.getTotal(),
                lines);
    }

    @Override
    public void pay(PaymentWorld world, InvoiceId id) {
        String name = Objects.requireNonNull(world.invoice(id).reference().providerInvoiceId());
        HttpRequest pay = HttpRequest.newBuilder(
                        URI.create(stripe.stripe.url() + "/_sandbox/stripe/invoices/" + name + "/pay"))
                .POST(HttpRequest.BodyPublishers.noBody())
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> answer = client.send(pay, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new AssertionError(answer.body());
            }
        } catch (IOException | InterruptedException failed) {
            throw new AssertionError(failed);
        }
    }

    @Override
    public List<Told> told(String providerInvoiceId) {
        return webhooks.until("\"invoice.paid\"", providerInvoiceId);
    }

    private static <T> T asked(Question<T> question) {
        try {
            return question.ask();
        } catch (StripeException failed) {
            throw new AssertionError(failed);
        }
    }

    /** A call of Stripe's library. */
    private interface Question<T> {
        T ask() throws StripeException;
    }

    @Override
    public void close() {
        stripe.close();
        webhooks.close();
    }
}
