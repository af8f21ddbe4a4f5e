package dev.tallygate.batch.delivering;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallygate.SettableClock;
import dev.tallygate.TestCore;
import dev.tallygate.TestDatabase;
import dev.tallygate.batch.Shell;
import dev.tallygate.customer.CustomerChange;
import dev.tallygate.customer.CustomerRegistry;
import dev.tallygate.mail.MailDrop;
import dev.tallygate.mail.MailDrop.Fault;
import dev.tallygate.usage.UsageEvent;
import dev.tallygate.usage.UsageRecorder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class NotifyJobTest {
    @RegisterExtension
    static final TestDatabase DATABASE = TestDatabase.create();

    private static final String PLAN = """
            plan: small
            name: Small
            currency: USD
            spend_cap: {amount: 1.00, kind: hard}
            alerts: [80]
            charges:
              - {id: tokens, meter: tokens_out, per: 1_000, price: 1.00}
            """;

    @TempDir
    Path folder;

    private final MailDrop drop = MailDrop.open();
    private Shell shell;

    @BeforeEach
    void crossThree() {
        DATABASE.clear();
        Instant now = Instant.now();
        try (TestCore core = TestCore.start(DATABASE, SettableClock.at(now.toString()))) {
            core.publish(PLAN);
            for (String customerId : List.of("acme", "hooli", "nobody")) {
                core.subscribe(customerId, "small", "2026-01-01T00:00:00Z");
                String email = customerId.equals("nobody") ? "" : customerId + "@example.com";
                core.get(CustomerRegistry.class).update(customerId, new CustomerChange(null, email));
                UsageEvent event = UsageEvent.builder("e1", customerId)
                        .tokensOut(900)
                        .usageTime(now)
                        .build();
                core.get(UsageRecorder.class)
                        .record(List.of(event))
                        .toCompletableFuture()
                        .join();
            }
        }
        shell = Shell.on(DATABASE, folder)
                .with("tallygate.reports-folder", folder.resolve("reports").toString());
    }

    @AfterEach
    void close() {
        drop.close();
    }

    @Test
    void withoutAMailServerAllWaitAndARunSaysSo() {
        Shell.Result result = shell.run("batch", "notify");

        assertThat(result.exitCode()).as(result.toString()).isZero();
        assertThat(result.err()).contains("mail is off (TALLYGATE_SMTP_URL is not set): 3 notifications wait");
    }

    @Test
    void whatWaitsIsMailedOnceAndWhatCannotBeIsExitCode2() throws IOException {
        drop.next(Fault.RECIPIENT_LATER);

        Shell.Result first = withMail().run("batch", "notify");
        Shell.Result second = withMail().run("batch", "notify");

        assertThat(first.exitCode()).as(first.toString()).isEqualTo(2);
        assertThat(drop.read())
                .extracting(MailDrop.Read::to)
                .containsExactlyInAnyOrder("acme@example.com", "hooli@example.com");
        assertThat(drop.taken()).hasSize(2);
        assertThat(report()).contains("sent", "parked");
        assertThat(second.exitCode()).as(second.toString()).isZero();
        assertThat(second.err()).contains("nothing to do");
        assertThat(shell.ok("parked", "list")).contains("NO_ADDRESS", "nobody");
    }

    private String report() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("reports"))) {
            Path first = files.filter(file -> file.toString().endsWith(".txt"))
                    .sorted()
                    .findFirst()
                    .orElseThrow();
            return Files.readString(first);
        }
    }

    private Shell withMail() {
        return shell.with("tallygate.smtp.url", drop.url()).with("tallygate.mail.from", "billing@example.com");
    }
}
