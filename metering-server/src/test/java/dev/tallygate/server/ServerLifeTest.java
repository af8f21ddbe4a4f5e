package dev.tallygate.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tallygate.TestDatabase;
import dev.tallygate.payment.ProviderSwitch;
import dev.tallygate.v1.BillingServiceGrpc;
import dev.tallygate.v1.MeteringServiceGrpc;
import io.grpc.Channel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.reflection.v1.ServerReflectionGrpc;
import io.grpc.reflection.v1.ServerReflectionRequest;
import io.grpc.reflection.v1.ServerReflectionResponse;
import io.grpc.stub.StreamObserver;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What surrounds the calls: health, reflection, settings, the notice. */
class ServerLifeTest {
    @RegisterExtension
    static final TestDatabase DATABASE = TestDatabase.create();

    @Test
    void healthIsToldForEachService() {
        Channel channel = SharedServer.get().caller().channel();

        for (String service : List.of("", MeteringServiceGrpc.SERVICE_NAME, BillingServiceGrpc.SERVICE_NAME)) {
            assertEquals(ServingStatus.SERVING, healthAfterTheStart(channel, service), service);
        }
        StatusRuntimeException unknown =
                assertThrows(StatusRuntimeException.class, () -> health(channel).check(asking("no.such.Service")));
        assertEquals(Status.Code.NOT_FOUND, unknown.getStatus().getCode());
    }

    /** Some moments after the start: until then a watch may say that it is unknown, or that the server is not ready. */
    private static ServingStatus healthAfterTheStart(Channel channel, String service) {
        Iterator<HealthCheckResponse> told = health(channel).watch(asking(service));
        ServingStatus status = told.next().getStatus();
        while (status != ServingStatus.SERVING) {
            status = told.next().getStatus();
        }
        return status;
    }

    private static HealthGrpc.HealthBlockingStub health(Channel channel) {
        return HealthGrpc.newBlockingStub(channel).withWaitForReady().withDeadlineAfter(30, TimeUnit.SECONDS);
    }

    private static HealthCheckRequest asking(String service) {
        return HealthCheckRequest.newBuilder().setService(service).build();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/liveness", "/readiness"})
    void healthIsToldOverHttp(String part) {
        HttpCaller http = new HttpCaller(SharedServer.get().httpPort(), "");

        HttpCaller.Answer answer = http.get("/actuator/health" + part);

        assertEquals(200, answer.status());
        assertEquals("UP", answer.body().path("status").asString(""));
    }

    @ParameterizedTest
    @CsvSource({"test, '', true", "test, false, false", "live, '', false", "live, true, true"})
    void reflectionIsASettingAndOffInLiveMode(String mode, String setting, boolean isOn) throws Exception {
        TestDatabase database = TestDatabase.create();
        List<String> settings = setting.isEmpty() ? List.of() : List.of("TALLYGATE_REFLECTION=" + setting);
        List<String> all = new java.util.ArrayList<>(settings);
        all.add("TALLYGATE_MODE=" + mode);
        all.add("tallygate.mode=" + mode);
        try (RunningServer server = RunningServer.start(database, all.toArray(String[]::new));
                GrpcCaller caller = new GrpcCaller(server.grpcPort())) {
            assertEquals(isOn, reflects(caller.channel()));
        } finally {
            database.drop();
        }
    }

    private static boolean reflects(Channel channel) throws Exception {
        CompletableFuture<Boolean> answered = new CompletableFuture<>();
        StreamObserver<ServerReflectionRequest> requests = ServerReflectionGrpc.newStub(channel)
                .serverReflectionInfo(new StreamObserver<>() {
                    @Override
                    public void onNext(ServerReflectionResponse response) {
                        answered.complete(true);
                    }

                    @Override
                    public void onError(Throwable failure) {
                        answered.complete(false);
                    }

                    @Override
                    public void onCompleted() {
                        answered.complete(false);
                    }
                });
        requests.onNext(ServerReflectionRequest.newBuilder().setListServices("").build());
        return answered.get(30, TimeUnit.SECONDS);
    }

    @Test
    void theNoticeNamesPortsKeyFileAndThreeCommands() {
        List<String> lines = ReadyNotice.lines(9090, 8080, Path.of("/home/me/.tallygate/admin.key"));
        String text = String.join("\n", lines);

        assertTrue(text.contains("9090") && text.contains("8080"), text);
        assertTrue(text.contains("/home/me/.tallygate/admin.key"), text);
        int next = lines.indexOf("Next:");
        assertEquals(3, lines.size() - next - 1);
    }

    @Test
    void theNoticeNamesEachProviderThatIsOff() {
        assertEquals(
                List.of("paystack is off (PAYSTACK_SECRET_KEY is not set): its invoices wait"),
                ReadyNotice.offLines(List.of(new ProviderSwitch("paystack", "PAYSTACK_SECRET_KEY"))));
    }

    @Test
    void theDefaultsAreThese() {
        ServerSettings defaults = SharedServer.get().settings();

        assertEquals(
                new ServerSettings(
                        512, 1_000, 200, Duration.ofSeconds(30), Duration.ZERO, "https://example.com/billing"),
                defaults);
    }
}
