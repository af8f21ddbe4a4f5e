package dev.tallygate.server.webhook;

import dev.tallygate.payment.WebhookInbox;
import dev.tallygate.server.http.ProblemWriter;
import dev.tallygate.server.loop.Loop;
import java.util.Map;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.web.servlet.handler.SimpleUrlHandlerMapping;

/** Puts the door for webhooks under its path. */
@Configuration(proxyBeanMethods = false)
public class WebhookConfiguration {

    @Bean
    SimpleUrlHandlerMapping webhookMapping(WebhookInbox inbox, Loop settling, ProblemWriter problems) {
        WebhookDoor door = new WebhookDoor(inbox, settling, problems);
        return new SimpleUrlHandlerMapping(Map.of(WebhookDoor.PATH + "**", door), Ordered.HIGHEST_PRECEDENCE);
    }
}
