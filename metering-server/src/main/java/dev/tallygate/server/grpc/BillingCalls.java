package dev.tallygate.server.grpc;

import dev.tallygate.v1.BillingServiceGrpc;

/** BillingService: what operators keep. */
final class BillingCalls extends BillingServiceGrpc.BillingServiceImplBase {}
