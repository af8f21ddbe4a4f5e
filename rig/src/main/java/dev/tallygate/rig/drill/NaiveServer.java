package dev.tallygate.rig.drill;

import dev.tallygate.v1.ApplyPlanRequest;
import dev.tallygate.v1.ApplyPlanResponse;
import dev.tallygate.v1.BillingServiceGrpc;
import dev.tallygate.v1.CreateCustomerRequest;
import dev.tallygate.v1.CreateCustomerResponse;
import dev.tallygate.v1.CreateSubscriptionRequest;
import dev.tallygate.v1.CreateSubscriptionResponse;
import io.grpc.Grpc;
import io.grpc.InsecureServerCredentials;
import io.grpc.Server;
import io.grpc.protobuf.services.HealthStatusManager;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.util.concurrent.Executors;

/**
 * A server of the same contract as somebody might write it in an afternoon, wrong in one way: what the drills must catch.
 *
 * <p>It has one table of events and one of holds, one unit of money a token, and no keys.
 */
public final class NaiveServer {
    private NaiveServer() {}

    /** {@code PORT JDBC_URL FAULT}: listens, prints a line, and serves until it is ended. */
    public static void main(String[] args) throws IOException, InterruptedException {
        Fault fault = Fault.valueOf(args[2]);
        NaiveRepository books = new NaiveRepository(args[1], fault);
        Server server = Grpc.newServerBuilderForPort(Integer.parseInt(args[0]), InsecureServerCredentials.create())
                .executor(Executors.newVirtualThreadPerTaskExecutor())
                .addService(new NaiveMetering(books, fault))
                .addService(new Customers(books))
                .addService(new HealthStatusManager().getHealthService())
                .build()
                .start();
        System.out.println("listens");
        server.awaitTermination();
    }

    /** Customers with a cap, which is the number in the name of their plan. */
    private static final class Customers extends BillingServiceGrpc.BillingServiceImplBase {
        private final NaiveRepository books;

        Customers(NaiveRepository books) {
            this.books = books;
        }

        @Override
        public void applyPlan(ApplyPlanRequest request, StreamObserver<ApplyPlanResponse> observer) {
            observer.onNext(ApplyPlanResponse.getDefaultInstance());
            observer.onCompleted();
        }

        @Override
        public void createCustomer(CreateCustomerRequest request, StreamObserver<CreateCustomerResponse> observer) {
            books.createCustomer(request.getCustomer().getCustomerId());
            observer.onNext(CreateCustomerResponse.getDefaultInstance());
            observer.onCompleted();
        }

        @Override
        public void createSubscription(
                CreateSubscriptionRequest request, StreamObserver<CreateSubscriptionResponse> observer) {
            books.setCap(
                    request.getCustomerId(), Long.parseLong(request.getPlanId().replaceAll("[^0-9]", "")));
            observer.onNext(CreateSubscriptionResponse.getDefaultInstance());
            observer.onCompleted();
        }
    }
}
