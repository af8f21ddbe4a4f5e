package dev.tallygate.server.grpc;

import dev.tallygate.v1.MeteringServiceGrpc;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerCallExecutorSupplier;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Says which calls stay on the thread of their connection, since their handlers only put work into lanes, and gives any other
 * call a thread that may wait.
 */
final class CallThreads implements ServerCallExecutorSupplier {
    private static final Set<String> NEVER_WAIT = Stream.of(
                    MeteringServiceGrpc.getRecordUsageMethod(),
                    MeteringServiceGrpc.getStreamUsageMethod(),
                    MeteringServiceGrpc.getCheckQuotaMethod(),
                    MeteringServiceGrpc.getReserveQuotaMethod(),
                    MeteringServiceGrpc.getReleaseReservationMethod())
            .map(MethodDescriptor::getFullMethodName)
            .collect(Collectors.toUnmodifiableSet());

    private final Executor waiting;

    /** {@code waiting} gives each call a thread of its own. */
    CallThreads(Executor waiting) {
        this.waiting = waiting;
    }

    /** Null = the call stays where it began. */
    @Override
    public <Q, A> @Nullable Executor getExecutor(ServerCall<Q, A> call, Metadata headers) {
        return NEVER_WAIT.contains(call.getMethodDescriptor().getFullMethodName()) ? null : waiting;
    }
}
