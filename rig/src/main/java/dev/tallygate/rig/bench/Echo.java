package dev.tallygate.rig.bench;

import com.google.protobuf.Empty;
import dev.tallygate.rig.RigFailed;
import io.grpc.CallOptions;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The echo server as a process beside this one, and a channel to it of the same kind as the product's. */
final class Echo implements AutoCloseable {
    private final Process process;
    private final ManagedChannel channel;

    private Echo(Process process, ManagedChannel channel) {
        this.process = process;
        this.channel = channel;
    }

    /** Starts it with this process's own Java and class path. */
    static Echo start() {
        String java = ProcessHandle.current().info().command().orElse("java");
        List<String> command = List.of(java, "-cp", System.getProperty("java.class.path"), EchoServer.class.getName());
        try {
            Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String port = process.inputReader(StandardCharsets.UTF_8).readLine();
            if (port == null) {
                throw new RigFailed("the echo server did not start: " + String.join(" ", command));
            }
            return new Echo(
                    process,
                    Grpc.newChannelBuilder("127.0.0.1:" + port.strip(), InsecureChannelCredentials.create())
                            .directExecutor()
                            .build());
        } catch (IOException e) {
            throw new RigFailed("the echo server cannot be started", e);
        }
    }

    void call(StreamObserver<Empty> observer) {
        ClientCalls.asyncUnaryCall(
                channel.newCall(EchoServer.ECHO, CallOptions.DEFAULT), Empty.getDefaultInstance(), observer);
    }

    @Override
    public void close() {
        channel.shutdownNow();
        process.destroy();
    }
}
