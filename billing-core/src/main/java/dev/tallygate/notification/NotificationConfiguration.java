package dev.tallygate.notification;

import dev.tallygate.catalog.PlanCatalog;
import dev.tallygate.customer.CustomerRegistry;
import dev.tallygate.customer.SubscriptionBook;
import dev.tallygate.database.Transactions;
import dev.tallygate.ledger.GateRepository;
import dev.tallygate.mail.Mailer;
import dev.tallygate.operation.Installation;
import dev.tallygate.operation.Mending;
import dev.tallygate.operation.ParkedBook;
import java.time.Clock;
import java.util.Optional;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The beans of notifications. */
@Configuration(proxyBeanMethods = false)
public class NotificationConfiguration {
    private static final int INVOICES_A_ROUND = 100;

    @Bean
    public NotificationRepository notificationRepository() {
        return new NotificationRepository();
    }

    @Bean
    DueNotificationRepository dueNotificationRepository(JdbcClient jdbc) {
        return new DueNotificationRepository(jdbc);
    }

    @Bean
    Recipients recipients(
            CustomerRegistry customers, ObjectProvider<Reminders> reminders, ObjectProvider<InvoiceNotices> notices) {
        return new Recipients(customers, reminders::getObject, notices::getObject);
    }

    @Bean
    NotificationRecorder notificationRecorder(
            DueNotificationRepository notifications,
            ParkedBook parked,
            GateRepository gates,
            Recipients recipients,
            Installation installation,
            Transactions transactions,
            Clock clock) {
        var parking = new NotificationParking(parked);
        return new NotificationRecorder(notifications, parking, gates, recipients, installation, transactions, clock);
    }

    @Bean
    public ReminderBook reminderBook(NotificationRepository rows, DueNotificationRepository due, JdbcTemplate jdbc) {
        return new ReminderBook(rows, due, jdbc);
    }

    @Bean
    NotificationLetters notificationLetters(
            SubscriptionBook subscriptions,
            PlanCatalog plans,
            ObjectProvider<Reminders> reminders,
            ObjectProvider<InvoiceNotices> notices) {
        return new NotificationLetters(subscriptions, plans, reminders::getObject, notices::getObject);
    }

    /** Without a mail server it is there too, and lets everything wait. */
    @Bean
    public Notifier notifier(
            DueNotificationRepository notifications,
            NotificationRecorder recorder,
            NotificationLetters letters,
            ObjectProvider<Reminders> reminders,
            ObjectProvider<Mailer> mailer,
            Clock clock) {
        Runnable reminding = () -> reminders.ifAvailable(some -> some.plan(INVOICES_A_ROUND));
        return new Notifier(
                notifications, recorder, letters, reminding, Optional.ofNullable(mailer.getIfAvailable()), clock);
    }

    @Bean
    Mending notificationMending(DueNotificationRepository notifications, Clock clock) {
        return new NotificationMending(notifications, clock);
    }
}
