package dev.tallygate.server;

import dev.tallygate.payment.PaymentProviders;
import dev.tallygate.payment.ProviderSwitch;
import java.nio.file.Path;
import java.util.List;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.web.server.WebServer;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.grpc.server.lifecycle.GrpcServerLifecycle;

/** Says, once both doors are open, where they are and what to type next. */
final class ReadyNotice implements ApplicationListener<ApplicationReadyEvent> {
    private final GrpcServerLifecycle grpc;
    private final ServletWebServerApplicationContext http;
    private final Path keyFile;
    private final PaymentProviders providers;

    ReadyNotice(
            GrpcServerLifecycle grpc,
            ServletWebServerApplicationContext http,
            Path keyFile,
            PaymentProviders providers) {
        this.grpc = grpc;
        this.http = http;
        this.keyFile = keyFile;
        this.providers = providers;
    }

    @Override
    public void onApplicationEvent(ApplicationReadyEvent ready) {
        WebServer web = http.getWebServer();
        if (web == null) {
            throw new IllegalStateException("ready without a web server");
        }
        offLines(providers.off()).forEach(System.out::println);
        lines(grpc.getPort(), web.getPort(), keyFile).forEach(System.out::println);
    }

    /** Said before all else, since the invoices of such a provider would wait in silence. */
    static List<String> offLines(List<ProviderSwitch> off) {
        return off.stream()
                .map(provider -> provider.sentence() + ": its invoices wait")
                .toList();
    }

    /** The three commands work one after the other on a new installation. */
    static List<String> lines(int grpcPort, int httpPort, Path keyFile) {
        return List.of(
                "Tallygate is ready.",
                "  gRPC      port " + grpcPort,
                "  HTTP      port " + httpPort,
                "  key file  " + keyFile,
                "Next:",
                "  ./tallygate plans init && ./tallygate plans apply plans",
                "  ./tallygate customers create acme --email you@example.com --plan standard",
                "  curl -H \"authorization: Bearer $(cat %s)\" -d '{\"customer_id\": \"acme\"}' http://127.0.0.1:%d/v1/quota:check"
                        .formatted(keyFile, httpPort));
    }
}
