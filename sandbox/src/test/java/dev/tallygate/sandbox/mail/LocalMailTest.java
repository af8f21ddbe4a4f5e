package dev.tallygate.sandbox.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.tallygate.sandbox.http.Fault;
import jakarta.mail.MessagingException;
import java.io.IOException;
import java.net.BindException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The catcher over real SMTP. */
class LocalMailTest {
    @TempDir
    Path folder;

    private LocalMail mail;
    private MailClient client;

    @BeforeEach
    void start() throws IOException {
        mail = LocalMail.start(folder);
        client = new MailClient(mail.smtpPort());
    }

    @AfterEach
    void stop() {
        mail.close();
    }

    @Test
    void aMailIsKeptWithAllItSays() throws MessagingException {
        client.send("<a@x>", "acme@example.com", "80 % – naïve ₦", "Text with ₦ and é", "<p>HTML with ₦</p>");

        CaughtMail caught = mail.mails().getFirst();
        assertThat(caught.subject()).isEqualTo("80 % – naïve ₦");
        assertThat(caught.recipients()).containsExactly("acme@example.com");
        assertThat(caught.from()).isEqualTo("billing@example.com");
        assertThat(caught.messageId()).isEqualTo("<a@x>");
        assertThat(caught.arrivals()).isEqualTo(1);
        MailContent content = mail.content(1).orElseThrow();
        assertThat(content.text()).isEqualTo("Text with ₦ and é");
        assertThat(content.html()).isEqualTo("<p>HTML with ₦</p>");
        assertThat(content.headers()).contains("Subject: 80 % – naïve ₦");
    }

    @Test
    void aMailThatComesAgainIsOneMailAndIsCounted() throws MessagingException {
        client.send("<a@x>", "acme@example.com", "first");
        client.send("<b@x>", "acme@example.com", "other");
        client.send("<a@x>", "acme@example.com", "first");

        assertThat(mail.mails())
                .extracting(CaughtMail::messageId, CaughtMail::arrivals)
                .containsExactly(tuple("<a@x>", 2), tuple("<b@x>", 1));
    }

    @Test
    void twoContentsUnderOneIdAreSeen() throws MessagingException {
        client.send("<a@x>", "acme@example.com", "first");
        client.send("<b@x>", "acme@example.com", "first");
        client.send("<a@x>", "acme@example.com", "changed");

        assertThat(mail.mails()).extracting(CaughtMail::differs).containsExactly(true, false);
        assertThat(mail.mails().getFirst().subject()).isEqualTo("first");
    }

    @Test
    void mailsAndTheirCountsAreThereAfterARestart() throws MessagingException, IOException {
        client.send("<a@x>", "acme@example.com", "first");
        client.send("<a@x>", "acme@example.com", "first");
        int smtpPort = mail.smtpPort();
        int pagePort = mail.pagePort();
        mail.close();
        Files.writeString(folder.resolve("mails.journal"), "[[\"MAIL\",\"<cut@x>\",{", StandardOpenOption.APPEND);

        mail = LocalMail.start(folder, smtpPort, pagePort, Clock.systemUTC());
        client.send("<a@x>", "acme@example.com", "first");
        client.send("<b@x>", "acme@example.com", "second");

        assertThat(mail.mails())
                .extracting(CaughtMail::number, CaughtMail::arrivals)
                .containsExactly(tuple(1, 3), tuple(2, 1));
        assertThat(mail.content(2).orElseThrow().text()).startsWith("Hello");
    }

    @Test
    void aPortThatIsTakenIsTold() {
        assertThatThrownBy(() -> LocalMail.start(folder.resolve("other"), mail.smtpPort(), 0, Clock.systemUTC()))
                .isInstanceOf(BindException.class);
    }

    @ParameterizedTest(name = "{0}: kept {1}")
    @CsvSource(textBlock = """
                    RATE_LIMITED, 0
                    SERVER_ERROR, 0
                    DROP_CALL,    0
                    HANG,         0
                    DROP_ANSWER,  1
                    """)
    void whoHearsNothingGoodTriesAgainAndItIsOneMail(Fault.Type type, int keptAtFirst) throws MessagingException {
        mail.order(new Fault(type, "MAIL", "acme@", 1, 1));

        assertThatThrownBy(() -> client.send("<a@x>", "acme@example.com", "first"))
                .isInstanceOf(MessagingException.class);

        assertThat(mail.mails()).hasSize(keptAtFirst);
        client.send("<a@x>", "acme@example.com", "first");
        assertThat(mail.mails()).hasSize(1);
        assertThat(mail.mails().getFirst().arrivals()).isEqualTo(keptAtFirst + 1);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(textBlock = """
                    acme+sandbox_refused@example.com, 550
                    acme+sandbox_later@example.com,   452
                    """)
    void anAddressCanRefuseEveryMail(String address, String code) {
        assertThatThrownBy(() -> client.send("<a@x>", address, "first")).hasStackTraceContaining(code);

        assertThat(mail.mails()).isEmpty();
    }

    @Test
    void aFaultMeetsOnlyTheRecipientItNames() throws MessagingException {
        mail.order(Fault.once(Fault.Type.SERVER_ERROR, "MAIL", "bob@"));

        client.send("<a@x>", "acme@example.com", "first");
        assertThatThrownBy(() -> client.send("<b@x>", "bob@example.com", "second"))
                .hasStackTraceContaining("554");

        assertThat(mail.mails()).extracting(CaughtMail::messageId).containsExactly("<a@x>");
    }

    @Test
    void manyAtOnceAreAllKept() throws Exception {
        CountDownLatch together = new CountDownLatch(1);
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            List<Future<?>> sent = IntStream.range(0, 40)
                    .<Future<?>>mapToObj(index -> threads.submit(() -> {
                        together.await();
                        client.send("<" + index % 20 + "@x>", "acme@example.com", "mail");
                        return index;
                    }))
                    .toList();
            together.countDown();
            for (Future<?> one : sent) {
                one.get();
            }
        }

        assertThat(mail.mails()).hasSize(20).allMatch(caught -> caught.arrivals() == 2);
        assertThat(mail.mails()).extracting(CaughtMail::number).doesNotHaveDuplicates();
    }
}
