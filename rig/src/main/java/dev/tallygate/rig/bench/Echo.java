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
import org.jspecify.annotations.Nullable;

/** The echo server as a process beside this one, and a channel to it of the same kind as the product's. */
final class Echo implements AutoCloseable {
    private final Process process;
    private volatile @Nullable ManagedChannel channel;

    private Echo(Process process) {
        this.process = process;
    }

    /** Starts it with this process's own Java and class path; whoever calls first waits until it listens. */
    static Echo start() {
        String java = ProcessHandle.current().info().command().orElse("java");
        List<String> command = List.of(java, "-cp", System.getProperty("java.class.path"), EchoServer.class.getName());
        try {
            return new Echo(new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start());
        } catch (IOException e) {
            throw new RigFailed("the echo server cannot be started", e);
        }
    }

    void call(StreamObserver<Empty> observer) {
        ClientCalls.asyncUnaryCall(
                channel().newCall(EchoServer.ECHO, CallOptions.DEFAULT), Empty.getDefaultInstance(), observer);
    }

    private ManagedChannel channel() {
        ManagedChannel open = channel;
        return open == null ? open() : open;
    }

    private synchronized ManagedChannel open() {
        ManagedChannel open = channel;
        if (open == null) {
            open = Grpc.newChannelBuilder("127.0.0.1:" + port(), InsecureChannelCredentials.create())
                    .directExecutor()
                    .build();
            channel = open;
        }
        return open;
    }

    private String port() {
        try {
            String port = process.inputReader(StandardCharsets.UTF_8).readLine();
            if (port == null) {
                throw new RigFailed("the echo server did not start: it ended with "
                        + process.onExit().join().exitValue());
            }
            return port.strip();
        } catch (IOException e) {
            throw new RigFailed("the echo server cannot be read", e);
        }
    }

    @Override
    public synchronized void close() {
        ManagedChannel open = channel;
        if (open != null) {
            open.shutdownNow();
        }
        process.destroy();
    }
}
