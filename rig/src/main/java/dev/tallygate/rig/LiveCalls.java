package dev.tallygate.rig;

import dev.tallygate.v1.GetUsageRequest;
import dev.tallygate.v1.GetUsageResponse;
import dev.tallygate.v1.MeteringServiceGrpc;
import dev.tallygate.v1.MeteringServiceGrpc.MeteringServiceBlockingStub;
import dev.tallygate.v1.RecordUsageRequest;
import dev.tallygate.v1.RecordUsageResponse;
import dev.tallygate.v1.UsageEvent;
import io.grpc.ClientInterceptor;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.stub.MetadataUtils;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The product's own doors, as an AI service calls them: gRPC, and the same calls as JSON over HTTP. */
final class LiveCalls implements AutoCloseable {
    private static final Metadata.Key<String> AUTHORIZATION =
            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);
    private static final long DEADLINE_SECONDS = 10;

    private final ManagedChannel channel;
    private final MeteringServiceBlockingStub metering;
    private final HttpClient http = HttpClient.newHttpClient();
    private final URI httpRoot;
    private final String bearer;

    LiveCalls(Ports ports, String apiKey) {
        this.channel = Grpc.newChannelBuilder("127.0.0.1:" + ports.grpc(), InsecureChannelCredentials.create())
                .build();
        this.bearer = "Bearer " + apiKey;
        this.metering = MeteringServiceGrpc.newBlockingStub(channel).withInterceptors(authorization(apiKey));
        this.httpRoot = URI.create("http://127.0.0.1:" + ports.http());
    }

    /** Sends the key with every call. */
    static ClientInterceptor authorization(String apiKey) {
        Metadata headers = new Metadata();
        headers.put(AUTHORIZATION, "Bearer " + apiKey);
        return MetadataUtils.newAttachHeadersInterceptor(headers);
    }

    /** Where the server listens. */
    record Ports(int grpc, int http) {}

    /** The status and the body of an HTTP answer. */
    record Answer(int status, String contentType, String body) {}

    RecordUsageResponse record(List<UsageEvent> events) {
        return metering.withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS)
                .recordUsage(
                        RecordUsageRequest.newBuilder().addAllEvents(events).build());
    }

    GetUsageResponse usage(String customerId) {
        return metering.withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS)
                .getUsage(GetUsageRequest.newBuilder().setCustomerId(customerId).build());
    }

    /** {@code POST path} with a JSON body. */
    Answer post(String path, String json) {
        HttpRequest request = HttpRequest.newBuilder(httpRoot.resolve(path))
                .header("authorization", bearer)
                .header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json))
                .build();
        try {
            HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
            return new Answer(
                    response.statusCode(),
                    response.headers().firstValue("content-type").orElse(""),
                    response.body());
        } catch (IOException e) {
            throw new RigFailed("POST " + httpRoot.resolve(path) + " was not answered", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RigFailed("interrupted", e);
        }
    }

    @Override
    public void close() {
        channel.shutdownNow();
        http.close();
    }
}
