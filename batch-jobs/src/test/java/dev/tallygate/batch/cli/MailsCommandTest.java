package dev.tallygate.batch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallygate.sandbox.mail.LocalMail;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a person sees of the caught mails in a terminal; no database is there. */
class MailsCommandTest {
    @TempDir
    Path folder = Path.of("");

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private LocalMail mail;

    @BeforeEach
    void start() throws IOException {
        mail = LocalMail.start(folder);
    }

    @AfterEach
    void stop() {
        mail.close();
    }

    private int run(Map<String, String> environment, String... words) {
        Session session = new Session(
                () -> {
                    throw new AssertionError("core was started");
                },
                new PrintWriter(out, true),
                new PrintWriter(err, true));
        return RootCommand.of(session, Map.of("mails", new MailsCommand(session, environment)))
                .execute(words);
    }

    private Map<String, String> caught() {
        return Map.of("SANDBOX_MAIL_URL", mail.pageUrl(), "TALLYGATE_SMTP_URL", mail.smtpUrl());
    }

    private void send(String to, String subject, String text) throws MessagingException {
        Properties settings = new Properties();
        settings.put("mail.smtp.host", "127.0.0.1");
        settings.put("mail.smtp.port", Integer.toString(mail.smtpPort()));
        MimeMessage message = new MimeMessage(jakarta.mail.Session.getInstance(settings));
        message.setFrom(new InternetAddress("billing@example.com"));
        message.setRecipient(Message.RecipientType.TO, new InternetAddress(to));
        message.setSubject(subject, "utf-8");
        message.setText(text, "utf-8");
        Transport.send(message);
    }

    @Test
    void mailsAreListedNewestFirstWithTheirPage() throws MessagingException {
        send("acme@example.com", "80 % of your cap", "first");
        send("bob@example.com", "100 % of your cap", "second");

        assertThat(run(caught(), "mails")).isZero();

        assertThat(out.toString())
                .containsSubsequence("NUMBER", "TO", "SUBJECT", "bob@example.com", "100 %", "acme@example.com", "80 %");
        assertThat(err.toString()).contains(mail.pageUrl());
    }

    @Test
    void oneIsShownWithItsText() throws MessagingException {
        send("acme@example.com", "80 % of your cap", "You have used ₦80,000.");

        assertThat(run(caught(), "mails", "1")).isZero();

        assertThat(out.toString()).contains("acme@example.com").contains("You have used ₦80,000.");
        assertThat(err.toString()).contains(mail.pageUrl() + "/mails/1");
    }

    @Test
    void programsGetJson() throws MessagingException {
        assertThat(run(caught(), "mails", "--json")).isZero();
        assertThat(out.toString().strip()).isEqualTo("[ ]");
        send("acme@example.com", "80 %", "text");

        assertThat(run(caught(), "mails", "1", "--json")).isZero();

        assertThat(out.toString())
                .contains("\"number\" : 1")
                .contains("\"subject\" : \"80 %\"")
                .contains("\"text\" : \"text");
    }

    @Test
    void aNumberThatIsNotThereIsASentence() {
        assertThat(run(caught(), "mails", "7")).isEqualTo(1);

        assertThat(err.toString()).startsWith("mail: 7 (expected: a number that");
    }

    @Test
    void withARealMailServerItSaysWhereMailsGoAndNoPassword() {
        assertThat(run(Map.of("TALLYGATE_SMTP_URL", "smtps://user:p@ss@mail.example.com:465"), "mails"))
                .isEqualTo(1);

        assertThat(err.toString())
                .isEqualTo("No mails are caught here: they go to smtps://mail.example.com:465 (TALLYGATE_SMTP_URL).\n");
    }

    @Test
    void withoutAnyMailServerItSaysSo() {
        assertThat(run(Map.of(), "mails")).isEqualTo(1);

        assertThat(err.toString()).contains("none are sent: TALLYGATE_SMTP_URL is not set");
    }

    @Test
    void aCatcherThatHasEndedIsASentence() {
        mail.close();

        assertThat(run(caught(), "mails")).isEqualTo(1);

        assertThat(err.toString()).contains("does not answer").doesNotContain("Exception");
    }
}
