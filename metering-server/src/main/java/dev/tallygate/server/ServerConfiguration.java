package dev.tallygate.server;

import dev.tallygate.catalog.CatalogConfiguration;
import dev.tallygate.database.DatabaseConfiguration;
import dev.tallygate.server.grpc.GrpcConfiguration;
import dev.tallygate.server.http.HttpConfiguration;
import dev.tallygate.server.loop.LoopConfiguration;
import dev.tallygate.server.webhook.WebhookConfiguration;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Import;

/** What the server is made of: nothing is scanned for. */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@EnableConfigurationProperties(ServerSettings.class)
@Import({
    DatabaseConfiguration.class,
    CatalogConfiguration.class,
    GrpcConfiguration.class,
    HttpConfiguration.class,
    WebhookConfiguration.class,
    LoopConfiguration.class
})
public class ServerConfiguration {}
