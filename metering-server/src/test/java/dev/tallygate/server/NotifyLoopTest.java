package dev.tallygate.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallygate.TestDatabase;
import dev.tallygate.catalog.PlanCatalog;
import dev.tallygate.catalog.PlanParser;
import dev.tallygate.customer.CustomerProfile;
import dev.tallygate.customer.CustomerRegistry;
import dev.tallygate.customer.SubscriptionBook;
import dev.tallygate.customer.SubscriptionRequest;
import dev.tallygate.mail.MailDrop;
import dev.tallygate.notification.Notifier;
import dev.tallygate.time.BillingPeriod;
import dev.tallygate.usage.UsageEvent;
import dev.tallygate.usage.UsageRecorder;
import java.time.Instant;
import java.util.Currency;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The server tells customers by itself, where it has a mail server; where it has none it lets them wait. */
class NotifyLoopTest {
    @RegisterExtension
    static final TestDatabase DATABASE = TestDatabase.create();

    private static final int LOOKS_MAX = 1_200;

    @Test
    void aCrossingIsMailedByTheLoopAndWaitsWhereThereIsNoMailServer() {
        try (RunningServer without = RunningServer.start(DATABASE)) {
            cross(without);
            assertThat(without.bean(Notifier.class).isOn()).isFalse();
            assertThat(without.bean(Notifier.class).waiting()).isEqualTo(1);
        }
        try (MailDrop drop = MailDrop.open();
                RunningServer with = RunningServer.start(
                        DATABASE, "tallygate.smtp.url=" + drop.url(), "tallygate.mail.from=billing@example.com")) {
            for (int look = 0; look < LOOKS_MAX && with.bean(Notifier.class).waiting() > 0; look++) {
                LockSupport.parkNanos(50_000_000);
            }

            assertThat(drop.taken()).hasSize(1);
            assertThat(drop.taken().getFirst())
                    .contains("To: acme@example.com", "Subject: 80 % of your spend cap is used");
        }
    }

    private static void cross(RunningServer server) {
        Instant now = Instant.now();
        server.bean(PlanCatalog.class).publish(PlanParser.parse("""
                plan: small
                name: Small
                currency: USD
                spend_cap: {amount: 1.00, kind: soft}
                alerts: [80]
                charges:
                  - {id: tokens, meter: tokens_out, per: 1_000, price: 1.00}
                """));
        server.bean(CustomerRegistry.class)
                .create(new CustomerProfile(
                        "acme", "", "acme@example.com", Currency.getInstance("USD"), CustomerProfile.STRIPE));
        Instant start = BillingPeriod.monthContaining(now).start();
        server.bean(SubscriptionBook.class).create(new SubscriptionRequest("acme", "main", "small", start));
        UsageEvent event =
                UsageEvent.builder("e1", "acme").tokensOut(900).usageTime(now).build();
        server.bean(UsageRecorder.class)
                .record(List.of(event))
                .toCompletableFuture()
                .join();
    }
}
