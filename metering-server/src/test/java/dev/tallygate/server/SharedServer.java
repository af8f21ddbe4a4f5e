package dev.tallygate.server;

import com.google.protobuf.Timestamp;
import com.google.protobuf.util.Timestamps;
import dev.tallygate.TestDatabase;
import dev.tallygate.customer.CustomerRegistry;
import dev.tallygate.database.Transactions;
import dev.tallygate.invoice.BillingMoment;
import dev.tallygate.invoice.PeriodBilling;
import dev.tallygate.ledger.Debt;
import dev.tallygate.ledger.Debt.Unpaid;
import dev.tallygate.ledger.DebtRepository;
import dev.tallygate.ledger.GateRepository;
import dev.tallygate.ledger.PeriodKey;
import dev.tallygate.time.BillingPeriod;
import dev.tallygate.v1.ApplyPlanRequest;
import dev.tallygate.v1.BillingServiceGrpc.BillingServiceBlockingStub;
import dev.tallygate.v1.CreateApiKeyRequest;
import dev.tallygate.v1.CreateCustomerRequest;
import dev.tallygate.v1.CreateSubscriptionRequest;
import dev.tallygate.v1.Customer;
import dev.tallygate.v1.MeteringServiceGrpc.MeteringServiceBlockingStub;
import dev.tallygate.v1.Scope;
import dev.tallygate.v1.UsageEvent;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** One server for all contract tests of this JVM; each test takes customers of its own. */
final class SharedServer {
    /** 0.01 USD per 1,000 tokens up to a hard cap of 1.00, one model family, and no price for any other. */
    static final String CAPPED_PLAN = """
            plan: capped
            name: Capped
            currency: USD
            grace: 0s
            unpriced: deny
            spend_cap: {amount: 1.00, kind: hard}
            charges:
              - {id: tokens, meter: [tokens_in, tokens_out], per: 1_000, price: 0.01}
            """;

    /** As the one above, without a cap; unpaid invoices deny from the day on which they are due. */
    static final String STRICT_PLAN = """
            plan: strict
            currency: USD
            overdue: {deny_after_days: 0}
            charges:
              - {id: tokens, meter: [tokens_in, tokens_out], per: 1_000, price: 0.01}
            """;

    private static final SharedServer SHARED = new SharedServer();

    private final TestDatabase database = TestDatabase.create();
    private final RunningServer server =
            RunningServer.start(database, "tallygate.server.resolve-url=https://example.com/billing");
    private final GrpcCaller caller = new GrpcCaller(server.grpcPort());

    private SharedServer() {
        admin().applyPlan(
                        ApplyPlanRequest.newBuilder().setDefinition(CAPPED_PLAN).build());
        admin().applyPlan(
                        ApplyPlanRequest.newBuilder().setDefinition(STRICT_PLAN).build());
        Runtime.getRuntime().addShutdownHook(new Thread(this::close));
    }

    static SharedServer get() {
        return SHARED;
    }

    private void close() {
        caller.close();
        server.close();
        database.drop();
    }

    GrpcCaller caller() {
        return caller;
    }

    int httpPort() {
        return server.httpPort();
    }

    ServerSettings settings() {
        return server.bean(ServerSettings.class);
    }

    String adminKey() {
        return server.adminKey();
    }

    BillingServiceBlockingStub admin() {
        return caller.billing(adminKey());
    }

    MeteringServiceBlockingStub metering() {
        return caller.metering(adminKey());
    }

    JdbcClient rows() {
        return database.jdbcClient();
    }

    /** A customer without a subscription. */
    void createCustomer(String customerId) {
        admin().createCustomer(CreateCustomerRequest.newBuilder()
                .setCustomer(Customer.newBuilder()
                        .setCustomerId(customerId)
                        .setName("Customer " + customerId)
                        .setEmail(customerId + "@example.com")
                        .setCurrencyCode("USD"))
                .build());
    }

    /** A customer on the capped plan since the start of this month. */
    void createSubscriber(String customerId) {
        createSubscriber(customerId, "capped");
    }

    /** A customer on this plan since the start of this month. */
    void createSubscriber(String customerId, String planId) {
        createCustomer(customerId);
        admin().createSubscription(CreateSubscriptionRequest.newBuilder()
                .setCustomerId(customerId)
                .setSubscriptionId("main")
                .setPlanId(planId)
                .setStartTime(monthStart())
                .build());
    }

    /** The customer has not paid this invoice, due on 5 January 2026; null = it has paid all. */
    void owe(String customerId, @Nullable String invoiceId, @Nullable String payUrl) {
        Unpaid unpaid = invoiceId == null ? null : new Unpaid(invoiceId, Instant.parse("2026-01-05T00:00:00Z"), payUrl);
        long customerKey =
                server.bean(CustomerRegistry.class).require(customerId).customerKey();
        server.bean(Transactions.class).run(() -> {
            server.bean(GateRepository.class).lock(List.of(customerKey));
            server.bean(DebtRepository.class).write(customerKey, new Debt(unpaid, null));
        });
    }

    /** Closes the customer's running month and drafts its invoice, as a bill would after the month's end. */
    void bill(String customerId) {
        long customerKey =
                server.bean(CustomerRegistry.class).require(customerId).customerKey();
        BillingPeriod month = BillingPeriod.monthContaining(Instant.now());
        BillingMoment moment = new BillingMoment(month.end(), month.next().end());
        server.bean(PeriodBilling.class).bill(moment, List.of(new PeriodKey(customerKey, month.start())));
    }

    /** A key with these scopes; {@code boundTo} empty = not bound. */
    String createKey(String boundTo, Scope... scopes) {
        return admin().createApiKey(CreateApiKeyRequest.newBuilder()
                        .setName("test")
                        .addAllScopes(List.of(scopes))
                        .setCustomerId(boundTo)
                        .build())
                .getSecret();
    }

    /** An event of now with 1,000 tokens: 0.01 USD on the capped plan. */
    static UsageEvent.Builder event(String customerId, String eventId) {
        return UsageEvent.newBuilder()
                .setCustomerId(customerId)
                .setEventId(eventId)
                .setModelId("gpt-4o")
                .setUsageTime(Timestamps.now())
                .setTokensIn(1_000);
    }

    static Timestamp monthStart() {
        long seconds = YearMonth.now(ZoneOffset.UTC)
                .atDay(1)
                .atStartOfDay(ZoneOffset.UTC)
                .toEpochSecond();
        return Timestamps.fromSeconds(seconds);
    }
}
