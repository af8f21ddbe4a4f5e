package dev.tallygate.server.access;

import dev.tallygate.access.Scope;
import dev.tallygate.v1.BillingServiceGrpc;
import dev.tallygate.v1.MeteringServiceGrpc;
import io.grpc.MethodDescriptor;
import java.util.Map;
import java.util.Optional;

/** Which scope each RPC needs; an RPC that stands nowhere here is refused, and a test finds it first. */
final class CallScopes {
    private static final Map<String, Scope> METERING = Map.of(
            MeteringServiceGrpc.getRecordUsageMethod().getFullMethodName(), Scope.INGEST,
            MeteringServiceGrpc.getStreamUsageMethod().getFullMethodName(), Scope.INGEST,
            MeteringServiceGrpc.getCheckQuotaMethod().getFullMethodName(), Scope.CHECK,
            MeteringServiceGrpc.getReserveQuotaMethod().getFullMethodName(), Scope.INGEST,
            MeteringServiceGrpc.getReleaseReservationMethod().getFullMethodName(), Scope.INGEST,
            MeteringServiceGrpc.getGetUsageMethod().getFullMethodName(), Scope.CHECK);

    private CallScopes() {}

    /** The scope for a call: of its own in MeteringService, ADMIN for all of BillingService. */
    static Optional<Scope> of(MethodDescriptor<?, ?> call) {
        if (BillingServiceGrpc.SERVICE_NAME.equals(call.getServiceName())) {
            return Optional.of(Scope.ADMIN);
        }
        return Optional.ofNullable(METERING.get(call.getFullMethodName()));
    }
}
