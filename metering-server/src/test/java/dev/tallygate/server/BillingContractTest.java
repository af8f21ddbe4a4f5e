package dev.tallygate.server;

import static dev.tallygate.server.GrpcCaller.reasonOf;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.FieldMask;
import dev.tallygate.v1.ApplyPlanRequest;
import dev.tallygate.v1.ApplyPlanResponse;
import dev.tallygate.v1.BillingServiceGrpc.BillingServiceBlockingStub;
import dev.tallygate.v1.CancelSubscriptionRequest;
import dev.tallygate.v1.CreateApiKeyRequest;
import dev.tallygate.v1.CreateApiKeyResponse;
import dev.tallygate.v1.CreateCustomerRequest;
import dev.tallygate.v1.CreateSubscriptionRequest;
import dev.tallygate.v1.Customer;
import dev.tallygate.v1.CustomerStatus;
import dev.tallygate.v1.GetCustomerRequest;
import dev.tallygate.v1.GetInvoiceRequest;
import dev.tallygate.v1.GetPlanRequest;
import dev.tallygate.v1.InvoiceStatus;
import dev.tallygate.v1.ListApiKeysRequest;
import dev.tallygate.v1.ListCustomersRequest;
import dev.tallygate.v1.ListCustomersResponse;
import dev.tallygate.v1.ListInvoicesRequest;
import dev.tallygate.v1.ListPlansRequest;
import dev.tallygate.v1.ListSubscriptionsRequest;
import dev.tallygate.v1.ListUsageEventsRequest;
import dev.tallygate.v1.ListUsageEventsResponse;
import dev.tallygate.v1.Plan;
import dev.tallygate.v1.PlanMove;
import dev.tallygate.v1.RecordUsageRequest;
import dev.tallygate.v1.RevokeApiKeyRequest;
import dev.tallygate.v1.Scope;
import dev.tallygate.v1.Subscription;
import dev.tallygate.v1.UpdateCustomerRequest;
import dev.tallygate.v1.VoidInvoiceRequest;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** BillingService over its socket, on a real database. */
class BillingContractTest {
    private static final SharedServer SERVER = SharedServer.get();
    private final BillingServiceBlockingStub billing = SERVER.admin();

    @Test
    void aCustomerIsMadeOnceAndReadBack() {
        Customer wanted = customer("made");

        Customer made = create(wanted);
        Customer again = create(wanted);

        assertEquals(made, again);
        assertEquals(CustomerStatus.CUSTOMER_STATUS_ACTIVE, made.getStatus());
        assertEquals(
                made,
                billing.getCustomer(GetCustomerRequest.newBuilder()
                                .setCustomerId("made")
                                .build())
                        .getCustomer());
        assertEquals(
                "CUSTOMER_EXISTS",
                reasonOf(() -> create(wanted.toBuilder().setName("Other").build())));
    }

    @ParameterizedTest
    @CsvSource({"'', USD", "two words, USD", "fine, XYZ", "fine, ''"})
    void aCustomerThatIsNoneIsRefused(String customerId, String currency) {
        Customer customer = Customer.newBuilder()
                .setCustomerId(customerId)
                .setCurrencyCode(currency)
                .build();

        assertEquals("FIELD_INVALID", reasonOf(() -> create(customer)));
    }

    @Test
    void anUpdateChangesWhatTheMaskNames() {
        create(customer("updated"));

        Customer updated = update("updated", "email", "status");

        assertEquals("new@example.com", updated.getEmail());
        assertEquals("Customer updated", updated.getName());
        assertEquals(CustomerStatus.CUSTOMER_STATUS_SUSPENDED, updated.getStatus());
        assertEquals("FIELD_INVALID", reasonOf(() -> update("updated")));
        assertEquals("FIELD_INVALID", reasonOf(() -> update("updated", "currency_code")));
        assertEquals("CUSTOMER_NOT_FOUND", reasonOf(() -> update("never-made", "email")));
    }

    private Customer update(String customerId, String... paths) {
        return billing.updateCustomer(UpdateCustomerRequest.newBuilder()
                        .setCustomer(Customer.newBuilder()
                                .setCustomerId(customerId)
                                .setName("ignored")
                                .setEmail("new@example.com")
                                .setStatus(CustomerStatus.CUSTOMER_STATUS_SUSPENDED))
                        .setUpdateMask(FieldMask.newBuilder().addAllPaths(List.of(paths)))
                        .build())
                .getCustomer();
    }

    @Test
    void pagesGiveEachCustomerOnce() {
        List.of("page-1", "page-2", "page-3").forEach(id -> create(customer(id)));

        List<String> seen = new ArrayList<>();
        String token = "";
        do {
            ListCustomersResponse page = billing.listCustomers(ListCustomersRequest.newBuilder()
                    .setPageSize(2)
                    .setPageToken(token)
                    .build());
            page.getCustomersList().forEach(customer -> seen.add(customer.getCustomerId()));
            token = page.getNextPageToken();
        } while (!token.isEmpty());

        assertTrue(seen.containsAll(List.of("page-1", "page-2", "page-3")), seen::toString);
        assertEquals(seen.stream().distinct().toList(), seen);
    }

    @Test
    void aPageSizeOrTokenThatIsNoneIsRefused() {
        assertEquals("FIELD_INVALID", reasonOf(() -> billing.listCustomers(page(1_001, ""))));
        assertEquals("FIELD_INVALID", reasonOf(() -> billing.listCustomers(page(-1, ""))));
        assertEquals("PAGE_TOKEN_INVALID", reasonOf(() -> billing.listCustomers(page(1, "!!"))));
        assertEquals("PAGE_TOKEN_INVALID", reasonOf(() -> billing.listCustomers(page(1, "cGxhbnM6YQ"))));
    }

    private static ListCustomersRequest page(int size, String token) {
        return ListCustomersRequest.newBuilder()
                .setPageSize(size)
                .setPageToken(token)
                .build();
    }

    @Test
    void aSubscriptionIsMadeListedAndCancelled() {
        SERVER.createSubscriber("subscriber");

        List<Subscription> listed = billing.listSubscriptions(ListSubscriptionsRequest.newBuilder()
                        .setCustomerId("subscriber")
                        .build())
                .getSubscriptionsList();
        Subscription cancelled = billing.cancelSubscription(CancelSubscriptionRequest.newBuilder()
                        .setCustomerId("subscriber")
                        .setSubscriptionId("main")
                        .build())
                .getSubscription();

        assertEquals(1, listed.size());
        assertEquals("capped", listed.getFirst().getStretches(0).getPlanId());
        assertFalse(listed.getFirst().hasEndTime());
        assertTrue(cancelled.hasEndTime());
        assertEquals("SUBSCRIPTION_CONFLICT", reasonOf(() -> subscribe("subscriber", "second", "capped")));
        assertEquals("PLAN_NOT_FOUND", reasonOf(() -> subscribe("subscriber", "third", "no-such-plan")));
        assertEquals("CUSTOMER_NOT_FOUND", reasonOf(() -> subscribe("never-made", "main", "capped")));
        assertEquals(
                "SUBSCRIPTION_NOT_FOUND",
                reasonOf(() -> billing.cancelSubscription(CancelSubscriptionRequest.newBuilder()
                        .setCustomerId("subscriber")
                        .setSubscriptionId("unknown")
                        .build())));
    }

    @Test
    void aPlanInAnotherCurrencyIsRefused() {
        apply("plan: naira\nname: Naira\ncurrency: NGN\ncharges:\n  - {id: base, flat: 1.00}\n", false);
        create(customer("dollars"));

        assertEquals("CURRENCY_MISMATCH", reasonOf(() -> subscribe("dollars", "main", "naira")));
    }

    private void subscribe(String customerId, String subscriptionId, String planId) {
        billing.createSubscription(CreateSubscriptionRequest.newBuilder()
                .setCustomerId(customerId)
                .setSubscriptionId(subscriptionId)
                .setPlanId(planId)
                .setStartTime(SharedServer.monthStart())
                .build());
    }

    @Test
    void aPlanIsValidatedPublishedOnceAndReadBack() {
        String definition = "plan: published\nname: P\ncurrency: USD\ncharges:\n  - {id: base, flat: 20.00}\n";

        assertTrue(apply(definition, true).getApplied(0).getPublished());
        assertEquals("PLAN_NOT_FOUND", reasonOf(() -> plan("published", 0)));
        assertTrue(apply(definition, false).getApplied(0).getPublished());
        assertFalse(apply(definition, false).getApplied(0).getPublished());

        assertEquals(1, plan("published", 0));
        assertEquals("PLAN_NOT_FOUND", reasonOf(() -> plan("published", 2)));
        assertTrue(billing.listPlans(ListPlansRequest.getDefaultInstance()).getPlansList().stream()
                .anyMatch(listed -> listed.getPlanId().equals("published")));
    }

    @Test
    void aPlanThatIsNoneIsRefusedWithItsLine() {
        assertEquals("PLAN_INVALID", reasonOf(() -> apply("plan: [broken", false)));
        assertEquals("PLAN_INVALID", reasonOf(() -> apply("plan: p\ncurrency: USD\nno_such_key: 1\n", false)));
        assertEquals("PLAN_INVALID", reasonOf(() -> apply("", false)));
    }

    @Test
    void aNewVersionMovesSubscribersWhenAskedTo() {
        String first = "plan: moved\nname: M\ncurrency: USD\ncharges:\n  - {id: base, flat: 20.00}\n";
        apply(first, false);
        create(customer("mover"));
        subscribe("mover", "main", "moved");

        ApplyPlanResponse response = billing.applyPlan(ApplyPlanRequest.newBuilder()
                .setDefinition(first.replace("20.00", "25.00"))
                .setMove(PlanMove.PLAN_MOVE_NEXT_PERIOD)
                .build());

        assertEquals(2, response.getApplied(0).getPlan().getVersion());
        assertEquals(1, response.getApplied(0).getMoved());
        assertEquals(
                2,
                billing.listSubscriptions(ListSubscriptionsRequest.newBuilder()
                                .setCustomerId("mover")
                                .build())
                        .getSubscriptions(0)
                        .getStretchesCount());
    }

    @Test
    void aPlanInSeveralCurrenciesIsAppliedInEachAndACustomerGetsItsOwn() {
        ApplyPlanResponse response = apply("""
                plan: world
                currency: [USD, NGN]
                charges:
                  - {id: base, flat: {USD: 20.00, NGN: 30_000}}
                """, false);

        assertEquals(
                List.of("USD", "NGN"),
                response.getAppliedList().stream()
                        .map(applied -> applied.getPlan().getCurrencyCode())
                        .toList());
        Plan got = billing.getPlan(
                        GetPlanRequest.newBuilder().setPlanId("world").build())
                .getPlan();
        assertEquals("USD", got.getCurrencyCode());
        assertEquals(List.of("USD", "NGN"), got.getCurrencyCodesList());

        create(customer("in-naira").toBuilder().setCurrencyCode("NGN").build());
        create(customer("in-euros").toBuilder().setCurrencyCode("EUR").build());
        subscribe("in-naira", "world", "world");
        assertEquals("CURRENCY_MISMATCH", reasonOf(() -> subscribe("in-euros", "world", "world")));
    }

    private ApplyPlanResponse apply(String definition, boolean validateOnly) {
        return billing.applyPlan(ApplyPlanRequest.newBuilder()
                .setDefinition(definition)
                .setValidateOnly(validateOnly)
                .build());
    }

    private int plan(String planId, int version) {
        return billing.getPlan(GetPlanRequest.newBuilder()
                        .setPlanId(planId)
                        .setVersion(version)
                        .build())
                .getPlan()
                .getVersion();
    }

    @Test
    void invoicesThatAreNotThereAreNotFound() {
        create(customer("uninvoiced"));

        assertEquals(
                "INVOICE_NOT_FOUND",
                reasonOf(() -> billing.getInvoice(GetInvoiceRequest.newBuilder()
                        .setInvoiceId("no-invoice")
                        .build())));
        assertEquals(
                "INVOICE_NOT_FOUND",
                reasonOf(() -> billing.voidInvoice(VoidInvoiceRequest.newBuilder()
                        .setInvoiceId("inv_999999_20260101_P1")
                        .build())));
        assertEquals(
                0,
                billing.listInvoices(ListInvoicesRequest.newBuilder()
                                .setCustomerId("uninvoiced")
                                .setStatus(InvoiceStatus.INVOICE_STATUS_DRAFT)
                                .build())
                        .getInvoicesCount());
    }

    @Test
    void recordedEventsAreListedInTheirOrder() {
        SERVER.createSubscriber("lister");
        RecordUsageRequest.Builder request = RecordUsageRequest.newBuilder();
        List.of("c", "a", "b").forEach(id -> request.addEvents(SharedServer.event("lister", id)));
        SERVER.metering().recordUsage(request.build());

        ListUsageEventsResponse first = billing.listUsageEvents(ListUsageEventsRequest.newBuilder()
                .setCustomerId("lister")
                .setPeriodStart(SharedServer.monthStart())
                .setPageSize(2)
                .build());
        ListUsageEventsResponse second = billing.listUsageEvents(ListUsageEventsRequest.newBuilder()
                .setCustomerId("lister")
                .setPageToken(first.getNextPageToken())
                .build());

        assertEquals("c", first.getEvents(0).getEvent().getEventId());
        assertEquals("a", first.getEvents(1).getEvent().getEventId());
        assertEquals("b", second.getEvents(0).getEvent().getEventId());
        assertEquals("0.01", first.getEvents(0).getCost());
        assertEquals(1_000, first.getEvents(0).getEvent().getTokensIn());
        assertFalse(first.getEvents(0).getEvent().hasTokensOut());
        assertEquals("", second.getNextPageToken());
    }

    @Test
    void aKeyIsShownOnceAndRevokedForEver() {
        CreateApiKeyRequest request = CreateApiKeyRequest.newBuilder()
                .setName("once")
                .addScopes(Scope.SCOPE_INGEST)
                .setRequestId("request-1")
                .build();

        CreateApiKeyResponse made = billing.createApiKey(request);
        CreateApiKeyResponse again = billing.createApiKey(request);

        assertTrue(made.getSecret().startsWith("tg_test_"));
        assertEquals("", again.getSecret());
        assertEquals(made.getApiKey(), again.getApiKey());
        assertEquals(
                "IDEMPOTENCY_MISMATCH",
                reasonOf(() -> billing.createApiKey(
                        request.toBuilder().setName("twice").build())));
        RevokeApiKeyRequest revoke = RevokeApiKeyRequest.newBuilder()
                .setKeyId(made.getApiKey().getKeyId())
                .build();
        assertEquals(billing.revokeApiKey(revoke), billing.revokeApiKey(revoke));
        assertTrue(billing.listApiKeys(ListApiKeysRequest.getDefaultInstance()).getApiKeysList().stream()
                .anyMatch(key -> key.getKeyId().equals(made.getApiKey().getKeyId()) && key.hasRevokedTime()));
        assertEquals(
                "API_KEY_NOT_FOUND",
                reasonOf(() -> billing.revokeApiKey(
                        RevokeApiKeyRequest.newBuilder().setKeyId("unknown").build())));
    }

    private Customer create(Customer customer) {
        return billing.createCustomer(
                        CreateCustomerRequest.newBuilder().setCustomer(customer).build())
                .getCustomer();
    }

    private static Customer customer(String customerId) {
        return Customer.newBuilder()
                .setCustomerId(customerId)
                .setName("Customer " + customerId)
                .setEmail(customerId + "@example.com")
                .setCurrencyCode("USD")
                .build();
    }
}
