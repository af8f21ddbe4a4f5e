package dev.tallygate.server;

import java.util.List;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.grpc.server.lifecycle.GrpcServerLifecycle;

/** Says, once both doors are open, where they are and what to type next. */
final class ReadyNotice implements ApplicationListener<ApplicationReadyEvent> {
    private final GrpcServerLifecycle grpc;
    private final WebServerApplicationContext http;
    private final String keyFile;

    ReadyNotice(GrpcServerLifecycle grpc, WebServerApplicationContext http, String keyFile) {
        this.grpc = grpc;
        this.http = http;
        this.keyFile = keyFile;
    }

    @Override
    public void onApplicationEvent(ApplicationReadyEvent ready) {
        lines().forEach(System.out::println);
    }

    List<String> lines() {
        int httpPort = http.getWebServer() == null ? 0 : http.getWebServer().getPort();
        return List.of(
                "Tallygate is ready.",
                "  gRPC      port " + grpc.getPort(),
                "  HTTP      port " + httpPort,
                "  key file  " + keyFile,
                "Next:",
                "  ./tallygate plans init && ./tallygate plans apply plans",
                "  ./tallygate customers create acme --email you@example.com --plan standard",
                "  curl -d '{\"customer_id\":\"acme\"}' -H \"authorization: Bearer $(cat " + keyFile
                        + ")\" http://127.0.0.1:" + httpPort + "/v1/quota:check");
    }
}
