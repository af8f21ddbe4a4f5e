package dev.tallygate.server.grpc;

import dev.tallygate.access.ApiKeyRegistry;
import dev.tallygate.access.KeyRefresher;
import dev.tallygate.catalog.PlanCatalog;
import dev.tallygate.customer.CustomerRegistry;
import dev.tallygate.customer.PlanMove;
import dev.tallygate.customer.SubscriptionBook;
import dev.tallygate.invoice.InvoiceBook;
import dev.tallygate.invoice.InvoicePreviewer;
import dev.tallygate.invoice.LineExplainer;
import dev.tallygate.modelcost.CostPlus;
import dev.tallygate.quota.QuotaLedger;
import dev.tallygate.quota.QuotaReserver;
import dev.tallygate.server.ServerSettings;
import dev.tallygate.server.access.AuthenticationInterceptor;
import dev.tallygate.server.errors.FailureInterceptor;
import dev.tallygate.usage.UsageReader;
import dev.tallygate.usage.UsageRecorder;
import io.grpc.BindableService;
import io.grpc.Server;
import io.grpc.ServerInterceptor;
import io.grpc.ServerInterceptors;
import io.grpc.inprocess.InProcessServerBuilder;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.services.HealthStatusManager;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.springframework.boot.grpc.server.autoconfigure.GrpcServerExecutorProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.grpc.server.GlobalServerInterceptor;
import org.springframework.grpc.server.ServerBuilderCustomizer;

/** The socket of gRPC, the same calls inside the process for HTTP, and what stands before both. */
@Configuration(proxyBeanMethods = false)
public class GrpcConfiguration {

    @Bean
    @GlobalServerInterceptor
    CallChain callChain(
            ServerSettings settings,
            ScheduledExecutorService deadlineTimer,
            ApiKeyRegistry keys,
            ExecutorService callExecutor) {
        List<ServerInterceptor> outermostFirst = List.of(
                new FailureInterceptor(),
                new AdmissionInterceptor(settings.callsMax()),
                new DeadlineInterceptor(settings.deadline(), deadlineTimer),
                new AuthenticationInterceptor(keys, callExecutor));
        return new CallChain(outermostFirst);
    }

    @Bean
    KeyRefresher keyRefresher(ApiKeyRegistry keys) {
        return new KeyRefresher(keys);
    }

    /** Forgets the timer of a call that has ended, which else would be kept until its deadline. */
    @Bean(destroyMethod = "shutdownNow")
    ScheduledExecutorService deadlineTimer() {
        var timer = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().name("deadlines").daemon().factory());
        timer.setRemoveOnCancelPolicy(true);
        return timer;
    }

    /** One virtual thread for each call that waits; how many there can be is bounded by {@link AdmissionInterceptor}. */
    @Bean(destroyMethod = "shutdownNow")
    ExecutorService callExecutor() {
        return Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name("call-", 0).factory());
    }

    /** Where a call begins: on the thread of its connection, until {@link CallThreads} has said where it goes on. */
    @Bean
    GrpcServerExecutorProvider grpcServerExecutorProvider() {
        return () -> Runnable::run;
    }

    @Bean
    @GlobalServerInterceptor
    HealthWatches healthWatches() {
        return new HealthWatches();
    }

    @Bean
    OrderlyStop orderlyStop(
            HealthStatusManager health, ServerSettings settings, MeteringCalls metering, HealthWatches watches) {
        return new OrderlyStop(health, settings.stopPause(), metering, watches);
    }

    /** Threads and bounds that no property of Spring Boot sets. */
    @Bean
    ServerBuilderCustomizer<NettyServerBuilder> connections(ServerSettings settings, ExecutorService callExecutor) {
        return builder -> builder.callExecutor(new CallThreads(callExecutor))
                .maxConcurrentCallsPerConnection(settings.connectionCallsMax())
                .maxRstFramesPerWindow(settings.resetsPerSecondMax(), 1);
    }

    @Bean
    MeteringCalls meteringCalls(
            UsageRecorder recorder,
            QuotaLedger quotas,
            QuotaReserver reserver,
            ServerSettings settings,
            ExecutorService callExecutor,
            Clock clock) {
        QuotaMessages messages = new QuotaMessages(settings.resolveUrl());
        return new MeteringCalls(new BoundRecorder(recorder), quotas, reserver, messages, callExecutor, clock);
    }

    @Bean
    BillingCalls billingCalls(
            CustomerCalls customers, PlanCalls plans, InvoiceCalls invoices, ProofCalls proofs, ApiKeyRegistry keys) {
        return new BillingCalls(customers, plans, invoices, proofs, new KeyCalls(keys));
    }

    @Bean
    ProofCalls proofCalls(
            LineExplainer explainer,
            InvoicePreviewer previewer,
            CustomerRegistry customers,
            PlanCatalog plans,
            Clock clock) {
        return new ProofCalls(explainer, previewer, customers, plans, clock);
    }

    @Bean
    CustomerCalls customerCalls(CustomerRegistry customers, SubscriptionBook subscriptions, PlanCatalog plans) {
        return new CustomerCalls(customers, subscriptions, new CustomerMessages(plans));
    }

    @Bean
    PlanCalls planCalls(PlanCatalog plans, PlanMove moves, CostPlus costPlus) {
        return new PlanCalls(plans, moves, costPlus);
    }

    @Bean
    InvoiceCalls invoiceCalls(
            InvoiceBook invoices, CustomerRegistry customers, UsageReader usage, PlanCatalog plans, Clock clock) {
        return new InvoiceCalls(invoices, customers, usage, plans, clock);
    }

    /** Serves the contract on the caller's own thread, behind the same chain; its name is random. */
    @Bean(destroyMethod = "shutdownNow")
    Server localServer(MeteringCalls metering, BillingCalls billing, CallChain chain) throws IOException {
        InProcessServerBuilder builder = InProcessServerBuilder.forName(InProcessServerBuilder.generateName())
                .directExecutor();
        for (BindableService service : List.of(metering, billing)) {
            builder.addService(ServerInterceptors.intercept(service, (ServerInterceptor) chain));
        }
        return builder.build().start();
    }
}
