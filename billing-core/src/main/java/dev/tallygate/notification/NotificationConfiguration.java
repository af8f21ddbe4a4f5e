package dev.tallygate.notification;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;

/** The beans of notifications. */
@Configuration(proxyBeanMethods = false)
public class NotificationConfiguration {

    @Bean
    public NotificationRepository notificationRepository(JdbcTemplate jdbcTemplate) {
        return new NotificationRepository(jdbcTemplate);
    }
}
