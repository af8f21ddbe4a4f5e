package dev.tallygate.server;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.ErrorInfo;
import dev.tallygate.v1.BillingServiceGrpc;
import dev.tallygate.v1.BillingServiceGrpc.BillingServiceBlockingStub;
import dev.tallygate.v1.MeteringServiceGrpc;
import dev.tallygate.v1.MeteringServiceGrpc.MeteringServiceBlockingStub;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Metadata;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.MetadataUtils;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assertions;

/** A caller over the real gRPC socket. */
public final class GrpcCaller implements AutoCloseable {
    private final ManagedChannel socket;

    public GrpcCaller(int port) {
        this.socket = ManagedChannelBuilder.forAddress("127.0.0.1", port)
                .usePlaintext()
                .build();
    }

    /** The socket without a key. */
    public Channel channel() {
        return socket;
    }

    /** The socket with a key on each call. */
    public Channel channel(String key) {
        Metadata headers = new Metadata();
        headers.put(Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER), "Bearer " + key);
        return ClientInterceptors.intercept(socket, MetadataUtils.newAttachHeadersInterceptor(headers));
    }

    public MeteringServiceBlockingStub metering(String key) {
        return MeteringServiceGrpc.newBlockingStub(channel(key));
    }

    public BillingServiceBlockingStub billing(String key) {
        return BillingServiceGrpc.newBlockingStub(channel(key));
    }

    /** The one reason with which a call fails; fails the test where there is none, or more than one. */
    public static String reasonOf(Runnable call) {
        StatusRuntimeException failure = Assertions.assertThrows(StatusRuntimeException.class, call::run);
        com.google.rpc.Status status = StatusProto.fromThrowable(failure);
        List<String> reasons = new ArrayList<>();
        for (Any detail : status == null ? List.<Any>of() : status.getDetailsList()) {
            if (detail.is(ErrorInfo.class)) {
                try {
                    reasons.add(detail.unpack(ErrorInfo.class).getReason());
                } catch (InvalidProtocolBufferException malformed) {
                    throw new AssertionError(malformed);
                }
            }
        }
        Assertions.assertEquals(1, reasons.size(), failure::toString);
        return reasons.getFirst();
    }

    @Override
    public void close() {
        socket.shutdownNow();
    }
}
