package dev.tallygate.notification;

import dev.tallygate.SettableClock;
import dev.tallygate.TestCore;
import dev.tallygate.TestDatabase;
import dev.tallygate.customer.CustomerChange;
import dev.tallygate.customer.CustomerRegistry;
import dev.tallygate.database.Bytes;
import dev.tallygate.mail.Mail;
import dev.tallygate.mail.MailDrop;
import dev.tallygate.mail.MailOutcome;
import dev.tallygate.mail.Mailer;
import dev.tallygate.operation.ParkedBook;
import dev.tallygate.usage.UsageEvent;
import dev.tallygate.usage.UsageRecorder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;

/** Two processes of core on one database, a mail server, and a clock; each test begins with empty tables. */
final class MailScene implements BeforeEachCallback, AfterEachCallback, AfterAllCallback {
    /** 1.00 a thousand tokens: 8,000 tokens are 80 % of the cap. */
    static final String PLAN = """
            plan: standard
            name: Standard
            currency: USD
            spend_cap: {amount: 10.00, kind: hard}
            alerts: [80, 100]
            charges:
              - {id: tokens, meter: [tokens_in, tokens_out], per: 1_000, price: 1.00}
            """;

    private static final String START = "2026-11-15T12:00:00Z";

    private final TestDatabase database = TestDatabase.create();
    private final SettableClock clock = SettableClock.at(START);
    private final TestCore first = TestCore.start(database, clock, Mails.class);
    private final TestCore second = TestCore.start(database, clock, Mails.class);
    private final AtomicLong events = new AtomicLong();
    private MailDrop drop = MailDrop.open();

    /** Sends to whichever mail server the scene has, and dies where a test wants it to. */
    static final class FragileMailer implements Mailer {
        private final ConcurrentLinkedQueue<Death> deaths = new ConcurrentLinkedQueue<>();
        private volatile Mailer inner = new Nowhere();

        @Override
        public String messageId(String name) {
            return inner.messageId(name);
        }

        @Override
        public MailOutcome send(Mail mail) {
            Death death = deaths.poll();
            if (death == Death.BEFORE_SENDING) {
                throw new ProcessDied();
            }
            MailOutcome outcome = inner.send(mail);
            if (death == Death.BEFORE_RECORDING) {
                throw new ProcessDied();
            }
            return outcome;
        }
    }

    /** Where a process is killed. */
    enum Death {
        BEFORE_SENDING,
        BEFORE_RECORDING
    }

    /** As if the process were killed: nothing catches it. */
    static final class ProcessDied extends Error {
        private static final long serialVersionUID = 1;
    }

    private static final class Nowhere implements Mailer {
        @Override
        public String messageId(String name) {
            throw new IllegalStateException("the scene has no mail server yet");
        }

        @Override
        public MailOutcome send(Mail mail) {
            throw new IllegalStateException("the scene has no mail server yet");
        }
    }

    /** The mailer of one process. */
    @Configuration(proxyBeanMethods = false)
    static class Mails {
        @Bean
        @Primary
        FragileMailer fragileMailer() {
            return new FragileMailer();
        }
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        database.clear();
        clock.set(START);
        drop = MailDrop.open();
        connect();
        first.publish(PLAN);
        awaken();
    }

    @Override
    public void afterEach(ExtensionContext context) {
        drop.close();
    }

    @Override
    public void afterAll(ExtensionContext context) {
        first.close();
        second.close();
        database.afterAll(context);
    }

    private void connect() {
        for (TestCore core : List.of(first, second)) {
            FragileMailer mailer = core.get(FragileMailer.class);
            mailer.inner = drop.mailer();
            mailer.deaths.clear();
        }
    }

    /** Ends what a notifier remembers of an outage in an earlier test. */
    private void awaken() {
        notifier().drain(1);
        secondNotifier().drain(1);
    }

    SettableClock clock() {
        return clock;
    }

    TestCore core() {
        return first;
    }

    MailDrop drop() {
        return drop;
    }

    Notifier notifier() {
        return first.get(Notifier.class);
    }

    Notifier secondNotifier() {
        return second.get(Notifier.class);
    }

    ParkedBook parked() {
        return first.get(ParkedBook.class);
    }

    /** The next mails of the first process end so, one each. */
    void killAt(Death... deaths) {
        first.get(FragileMailer.class).deaths.addAll(List.of(deaths));
    }

    /** The mail server stops; its port is free until {@link #restartMailServer}. */
    void stopMailServer() {
        drop.close();
    }

    void restartMailServer() {
        drop = MailDrop.openAt(drop.port());
        connect();
    }

    /** A customer on the plan with an address of its own; answers its key. */
    long customer(String customerId) {
        long key = first.subscribe(customerId, "standard", "2026-01-01T00:00:00Z");
        email(customerId, customerId + "@example.com");
        return key;
    }

    void email(String customerId, String email) {
        first.get(CustomerRegistry.class).update(customerId, new CustomerChange(null, email));
    }

    /** Records tokens now, at 0.001 each. */
    void use(String customerId, long tokens) {
        UsageEvent event = UsageEvent.builder("e" + events.incrementAndGet(), customerId)
                .modelId("gpt")
                .tokensOut(tokens)
                .usageTime(clock.instant())
                .build();
        first.get(UsageRecorder.class)
                .record(List.of(event))
                .toCompletableFuture()
                .join();
    }

    /** Drains until nothing waits; time passes as it must. */
    void drainAll() {
        for (int round = 0; round < 200; round++) {
            NotifyReport report = notifier().drain(100);
            if (report.nextTime().isEmpty()) {
                return;
            }
            if (report.nextTime().get().isAfter(clock.instant())) {
                clock.advance(
                        Duration.between(clock.instant(), report.nextTime().get()));
            }
        }
        throw new AssertionError("notifications never end: " + states());
    }

    /** Each row as {@code customer limit percent of amount state}. */
    List<String> states() {
        return database.jdbcClient()
                .sql("""
                        select c.customer_id, n.limit_key, n.percent, n.limit_amount, n.state
                        from notifications n join customers c on c.customer_key = n.customer_key
                        order by c.customer_key, n.limit_amount, n.percent
                        """)
                .query((row, number) -> "%s %s %d of %s %s"
                        .formatted(
                                Bytes.text(row.getBytes(1)),
                                Bytes.text(row.getBytes(2)),
                                row.getInt(3),
                                row.getBigDecimal(4).stripTrailingZeros().toPlainString(),
                                Bytes.text(row.getBytes(5))))
                .list();
    }

    /** The subject and the address of each mail that arrived, in order. */
    List<String> arrived() {
        List<String> arrived = new ArrayList<>();
        for (String mail : drop.taken()) {
            arrived.add(header(mail, "To") + ": " + header(mail, "Subject"));
        }
        return arrived;
    }

    private static String header(String mail, String name) {
        return mail.lines()
                .filter(line -> line.startsWith(name + ": "))
                .map(line -> line.substring(name.length() + 2))
                .findFirst()
                .orElse("");
    }
}
