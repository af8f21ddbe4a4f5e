package dev.tallygate.server.grpc;

import dev.tallygate.v1.MeteringServiceGrpc;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCall.Listener;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import java.util.List;

/** What stands before every call of the contract, outermost first; health and reflection pass it by. */
final class CallChain implements ServerInterceptor {
    private static final String CONTRACT =
            MeteringServiceGrpc.SERVICE_NAME.substring(0, MeteringServiceGrpc.SERVICE_NAME.lastIndexOf('.') + 1);

    private final List<ServerInterceptor> outermostFirst;

    CallChain(List<ServerInterceptor> outermostFirst) {
        this.outermostFirst = List.copyOf(outermostFirst);
    }

    @Override
    public <Q, A> Listener<Q> interceptCall(ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        if (!call.getMethodDescriptor().getFullMethodName().startsWith(CONTRACT)) {
            return next.startCall(call, headers);
        }
        ServerCallHandler<Q, A> handler = next;
        for (ServerInterceptor interceptor : outermostFirst.reversed()) {
            ServerCallHandler<Q, A> inner = handler;
            handler = (innerCall, innerHeaders) -> interceptor.interceptCall(innerCall, innerHeaders, inner);
        }
        return handler.startCall(call, headers);
    }
}
