package dev.tallygate.server.http;

import io.grpc.Channel;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.inprocess.InProcessChannelBuilder;
import java.util.List;
import java.util.Map;
import org.apache.tomcat.util.buf.EncodedSolidusHandling;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.web.servlet.handler.SimpleUrlHandlerMapping;

/** Puts the one handler of HTTP/JSON under every path that nothing else serves. */
@Configuration(proxyBeanMethods = false)
public class HttpConfiguration {

    @Bean
    ProblemWriter problemWriter() {
        return new ProblemWriter();
    }

    @Bean(destroyMethod = "shutdownNow")
    ManagedChannel localChannel(Server localServer) {
        String name = localServer.getListenSockets().getFirst().toString();
        return InProcessChannelBuilder.forName(name).directExecutor().build();
    }

    @Bean
    SimpleUrlHandlerMapping jsonMapping(Server localServer, Channel localChannel, ProblemWriter problems) {
        List<HttpRoute> routes = localServer.getServices().stream()
                .flatMap(service -> HttpRoute.of(service).stream())
                .toList();
        JsonCalls handler = new JsonCalls(routes, localChannel, problems);
        return new SimpleUrlHandlerMapping(Map.of("/**", handler), Ordered.LOWEST_PRECEDENCE - 1);
    }

    /** A customer id may contain a slash or a backslash: encoded in a path, it reaches us as it came. */
    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> encodedSlashes() {
        return factory -> factory.addConnectorCustomizers(connector -> {
            connector.setEncodedSolidusHandling(EncodedSolidusHandling.PASS_THROUGH.getValue());
            connector.setEncodedReverseSolidusHandling(EncodedSolidusHandling.PASS_THROUGH.getValue());
        });
    }
}
