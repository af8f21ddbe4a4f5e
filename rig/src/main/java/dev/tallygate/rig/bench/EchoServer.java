package dev.tallygate.rig.bench;

import com.google.protobuf.Empty;
import io.grpc.InsecureServerCredentials;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.stub.ServerCalls;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** The yardstick of calls: a gRPC server of its own process that answers nothing with nothing, on the direct executor. */
public final class EchoServer {
    private static final String SERVICE = "tallygate.bench.Echo";

    /** The one call. */
    static final MethodDescriptor<Empty, Empty> ECHO = MethodDescriptor.<Empty, Empty>newBuilder()
            .setType(MethodDescriptor.MethodType.UNARY)
            .setFullMethodName(MethodDescriptor.generateFullMethodName(SERVICE, "Echo"))
            .setRequestMarshaller(ProtoUtils.marshaller(Empty.getDefaultInstance()))
            .setResponseMarshaller(ProtoUtils.marshaller(Empty.getDefaultInstance()))
            .build();

    private EchoServer() {}

    /** Listens, prints its port as one line, and serves until it is ended. */
    public static void main(String[] args) throws IOException, InterruptedException {
        ServerServiceDefinition echo = ServerServiceDefinition.builder(SERVICE)
                .addMethod(ECHO, ServerCalls.asyncUnaryCall((request, observer) -> {
                    observer.onNext(request);
                    observer.onCompleted();
                }))
                .build();
        InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        Server server = NettyServerBuilder.forAddress(anyPort, InsecureServerCredentials.create())
                .directExecutor()
                .addService(echo)
                .build()
                .start();
        System.out.println(server.getPort());
        server.awaitTermination();
    }
}
