package dev.tallygate.sandbox.stripe;

import static org.assertj.core.api.Assertions.assertThat;

import com.stripe.exception.StripeException;
import com.stripe.model.Customer;
import com.stripe.model.Event;
import com.stripe.model.Invoice;
import com.stripe.model.InvoiceItem;
import com.stripe.model.InvoiceLineItem;
import com.stripe.model.StripeCollection;
import com.stripe.param.CustomerListParams;
import com.stripe.param.InvoiceCreateParams;
import com.stripe.param.InvoiceFinalizeInvoiceParams;
import com.stripe.param.InvoiceItemCreateParams;
import com.stripe.param.InvoiceLineItemListParams;
import com.stripe.param.InvoiceListParams;
import com.stripe.param.WebhookEndpointCreateParams;
import com.stripe.param.common.EmptyParam;
import dev.tallygate.sandbox.provider.Awaiting;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The path that Tallygate walks, with Stripe's own library. */
class LocalStripeTest {
    @TempDir
    Path folder;

    private StripeFixture fixture;

    @BeforeEach
    void start() throws IOException {
        fixture = new StripeFixture(folder);
    }

    @AfterEach
    void stop() {
        fixture.close();
    }

    @Test
    void aDraftWithLinesIsFinalizedChargedByItselfAndTold() throws StripeException, InterruptedException {
        Customer customer = fixture.customer("acme@example.com");
        Invoice draft = fixture.client
                .v1()
                .invoices()
                .create(fixture.draftParams(customer)
                        .setAutoAdvance(true)
                        .setDiscounts(EmptyParam.EMPTY)
                        .putMetadata("app_invoice_id", "inv-1")
                        .build());
        InvoiceItem item = fixture.client
                .v1()
                .invoiceItems()
                .create(InvoiceItemCreateParams.builder()
                        .setCustomer(customer.getId())
                        .setInvoice(draft.getId())
                        .setAmount(12_345L)
                        .setCurrency("usd")
                        .setDescription("tokens")
                        .setPeriod(InvoiceItemCreateParams.Period.builder()
                                .setStart(1_790_000_000L)
                                .setEnd(1_790_086_400L)
                                .build())
                        .putMetadata("app_line_id", "line-1")
                        .build());

        Invoice finalized = fixture.client
                .v1()
                .invoices()
                .finalizeInvoice(
                        draft.getId(),
                        InvoiceFinalizeInvoiceParams.builder()
                                .setAutoAdvance(true)
                                .build());

        assertThat(finalized.getStatus()).isEqualTo("open");
        assertThat(finalized.getTotal()).isEqualTo(12_345L);
        assertThat(finalized.getNumber()).endsWith("-0001");
        assertThat(finalized.getMetadata()).containsEntry("app_invoice_id", "inv-1");
        InvoiceLineItem line = finalized.getLines().getData().getFirst();
        assertThat(line.getMetadata()).containsEntry("app_line_id", "line-1");
        assertThat(line.getParent().getInvoiceItemDetails().getInvoiceItem()).isEqualTo(item.getId());
        assertThat(line.getPeriod().getEnd()).isEqualTo(1_790_086_400L);
        Awaiting.await(() -> fixture.receiver.types().contains("invoice.paid"));
        Invoice paid = fixture.client.v1().invoices().retrieve(draft.getId());
        assertThat(paid.getStatus()).isEqualTo("paid");
        assertThat(paid.getAmountPaid()).isEqualTo(12_345L);
        assertThat(paid.getAmountRemaining()).isZero();
        assertThat(paid.getLivemode()).isFalse();
        assertThat(fixture.receiver.forged()).isEmpty();
    }

    @Test
    void webhooksCarryTheObjectAndOnlyTheirSecretVerifies() throws StripeException, InterruptedException {
        Invoice draft = fixture.draft(fixture.customer("a@example.com"), 700);
        fixture.client.v1().invoices().finalizeInvoice(draft.getId());
        Awaiting.await(() -> fixture.receiver.types().contains("invoice.finalized"));

        Event event = fixture.receiver.events().stream()
                .filter(each -> each.getType().equals("invoice.finalized"))
                .findFirst()
                .orElseThrow();

        Invoice told = (Invoice) event.getDataObjectDeserializer().getObject().orElseThrow();
        assertThat(told.getId()).isEqualTo(draft.getId());
        assertThat(told.getLines().getData()).hasSize(1);
        assertThat(event.getLivemode()).isFalse();
        assertThat(event.getRequest().getId()).startsWith("req_");

        fixture.receiver.trust("whsec_of_somebody_else");
        fixture.client.v1().invoices().voidInvoice(draft.getId());
        Awaiting.await(() -> !fixture.receiver.forged().isEmpty());
    }

    @Test
    void aWebhookIsRepeatedUntilItIsTakenAlsoOverARestart() throws StripeException, IOException, InterruptedException {
        fixture.receiver.refuseNext(3);
        Invoice draft = fixture.draft(fixture.customer("a@example.com"));
        Awaiting.await(() -> fixture.receiver.types().contains("invoice.created"));

        fixture.receiver.refuseNext(Integer.MAX_VALUE);
        fixture.client.v1().invoices().finalizeInvoice(draft.getId());
        fixture.restart();
        fixture.receiver.refuseNext(0);

        Awaiting.await(() -> fixture.receiver.types().containsAll(List.of("invoice.finalized", "invoice.paid")));
        Set<String> ids = new HashSet<>();
        fixture.receiver.events().forEach(event -> ids.add(event.getId()));
        assertThat(ids).hasSameSizeAs(fixture.receiver.events());
    }

    @Test
    void stateSurvivesARestart() throws StripeException, IOException {
        String key = fixture.stripe.apiKey();
        String secret = fixture.stripe.webhookSecret();
        Customer customer = fixture.customer("kept@example.com");
        Invoice draft = fixture.draft(customer, 100, 250);

        fixture.restart();

        assertThat(fixture.stripe.apiKey()).isEqualTo(key).startsWith("sk_test_");
        assertThat(fixture.stripe.webhookSecret()).isEqualTo(secret).startsWith("whsec_");
        assertThat(fixture.client.v1().customers().retrieve(customer.getId()).getEmail())
                .isEqualTo("kept@example.com");
        Invoice kept = fixture.client.v1().invoices().retrieve(draft.getId());
        assertThat(kept.getTotal()).isEqualTo(350L);
        assertThat(kept.getLines().getData()).hasSize(2);
    }

    @Test
    void customersAreFoundByEmailAndADeletedOneSaysSo() throws StripeException {
        Customer first = fixture.customer("same@example.com");
        Customer second = fixture.customer("same@example.com");
        fixture.customer("other@example.com");

        assertThat(found("same@example.com")).containsExactly(second.getId(), first.getId());

        fixture.client.v1().customers().delete(second.getId());
        assertThat(found("same@example.com")).containsExactly(first.getId());
        assertThat(fixture.client.v1().customers().retrieve(second.getId()).getDeleted())
                .isTrue();
    }

    private List<String> found(String email) throws StripeException {
        return fixture
                .client
                .v1()
                .customers()
                .list(CustomerListParams.builder().setEmail(email).build())
                .getData()
                .stream()
                .map(Customer::getId)
                .toList();
    }

    @Test
    void linesAndListsComeInPages() throws StripeException {
        Customer customer = fixture.customer("pages@example.com");
        long[] amounts = new long[13];
        for (int index = 0; index < amounts.length; index++) {
            amounts[index] = index + 1L;
        }
        Invoice draft = fixture.draft(customer, amounts);

        assertThat(draft.getLines().getData()).hasSize(10);
        assertThat(draft.getLines().getHasMore()).isTrue();
        List<Long> seen = new ArrayList<>();
        StripeCollection<InvoiceLineItem> page = fixture.client
                .v1()
                .invoices()
                .lineItems()
                .list(
                        draft.getId(),
                        InvoiceLineItemListParams.builder().setLimit(5L).build());
        page.autoPagingIterable().forEach(line -> seen.add(line.getAmount()));
        assertThat(seen).containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L, 10L, 11L, 12L, 13L);

        fixture.draft(fixture.customer("else@example.com"));
        StripeCollection<Invoice> mine = fixture.client
                .v1()
                .invoices()
                .list(InvoiceListParams.builder()
                        .setCustomer(customer.getId())
                        .setStatus(InvoiceListParams.Status.DRAFT)
                        .setCreated(InvoiceListParams.Created.builder()
                                .setGte(draft.getCreated())
                                .build())
                        .build());
        assertThat(mine.getData()).extracting(Invoice::getId).containsExactly(draft.getId());
    }

    @Test
    void pendingItemsStayOutUnlessTheInvoiceAsksForThem() throws StripeException {
        Customer customer = fixture.customer("pending@example.com");
        fixture.client
                .v1()
                .invoiceItems()
                .create(InvoiceItemCreateParams.builder()
                        .setCustomer(customer.getId())
                        .setAmount(500L)
                        .setCurrency("usd")
                        .build());

        assertThat(fixture.draft(customer).getTotal()).isZero();
        Invoice sweeping = fixture.client
                .v1()
                .invoices()
                .create(fixture.draftParams(customer)
                        .setPendingInvoiceItemsBehavior(InvoiceCreateParams.PendingInvoiceItemsBehavior.INCLUDE)
                        .build());
        assertThat(sweeping.getTotal()).isEqualTo(500L);

        fixture.client.v1().invoices().delete(sweeping.getId());
        assertThat(fixture.client
                        .v1()
                        .invoiceItems()
                        .list()
                        .getData()
                        .getFirst()
                        .getInvoice())
                .isNull();
    }

    @Test
    void anInvoiceThatIsSentIsPaidByTheCustomerOnItsPage() throws StripeException, IOException, InterruptedException {
        Customer customer = fixture.customer("sent@example.com");
        Invoice draft = fixture.client
                .v1()
                .invoices()
                .create(fixture.draftParams(customer)
                        .setCollectionMethod(InvoiceCreateParams.CollectionMethod.SEND_INVOICE)
                        .setDaysUntilDue(30L)
                        .build());
        fixture.client
                .v1()
                .invoiceItems()
                .create(InvoiceItemCreateParams.builder()
                        .setCustomer(customer.getId())
                        .setInvoice(draft.getId())
                        .setAmount(900L)
                        .build());
        fixture.client.v1().invoices().sendInvoice(draft.getId());

        fixture.send("POST", "/_sandbox/stripe/invoices/" + draft.getId() + "/pay", Map.of());

        Awaiting.await(() -> fixture.receiver.types().containsAll(List.of("invoice.sent", "invoice.paid")));
        assertThat(fixture.client.v1().invoices().retrieve(draft.getId()).getAmountPaid())
                .isEqualTo(900L);
    }

    @Test
    void endpointsAddedByTheApiAreToldWhatTheyAskedFor() throws StripeException, IOException, InterruptedException {
        try (EventReceiver second = new EventReceiver()) {
            second.trust(fixture.client
                    .v1()
                    .webhookEndpoints()
                    .create(WebhookEndpointCreateParams.builder()
                            .setUrl(second.url().toString())
                            .addEnabledEvent(WebhookEndpointCreateParams.EnabledEvent.CUSTOMER__CREATED)
                            .build())
                    .getSecret());

            fixture.draft(fixture.customer("told@example.com"));

            Awaiting.await(() -> !second.events().isEmpty());
            assertThat(second.types()).containsExactly("customer.created");
        }
    }

    @Test
    void theTargetOfTheWebhooksCanMove() throws StripeException, IOException, InterruptedException {
        try (EventReceiver moved = new EventReceiver()) {
            moved.trust(fixture.stripe.webhookSecret());
            fixture.receiver.refuseNext(Integer.MAX_VALUE);
            fixture.draft(fixture.customer("moved@example.com"));

            fixture.send(
                    "POST",
                    "/_sandbox/webhook-target",
                    Map.of("url", moved.url().toString()));

            Awaiting.await(() -> moved.types().contains("invoice.created"));
        }
    }

    @Test
    void theAccountAnswersAsASignOfLife() throws StripeException {
        assertThat(fixture.client.v1().balance().retrieve().getLivemode()).isFalse();
        assertThat(fixture.client.v1().accounts().retrieveCurrent().getId()).startsWith("acct_");
    }
}
