package dev.tallygate.mail;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallygate.mail.MailDrop.Fault;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SmtpMailerTest {
    private final MailDrop drop = MailDrop.open();

    @AfterEach
    void close() {
        drop.close();
    }

    @Test
    void aMailArrivesAsTextAndAsHtml() throws Exception {
        MailOutcome outcome = drop.mailer().send(mail("acme@example.com"));

        assertThat(outcome).isEqualTo(new MailOutcome.Sent("250 taken"));
        MimeMessage message = parsed(drop.taken().getFirst());
        assertThat(message.getMessageID()).isEqualTo("<first@example.com>");
        assertThat(message.getSubject()).isEqualTo("80 % of ₦ 1,000 – it’s Zoë’s");
        assertThat(message.getFrom()[0]).hasToString("billing@example.com");
        assertThat(message.getAllRecipients()[0]).hasToString("acme@example.com");
        assertThat(message.getHeader("Auto-Submitted")).containsExactly("auto-generated");
        MimeMultipart forms = (MimeMultipart) message.getContent();
        assertThat(forms.getContentType()).contains("multipart/alternative");
        assertThat((String) forms.getBodyPart(0).getContent()).contains("₦ 1,000 <b>");
        assertThat((String) forms.getBodyPart(1).getContent()).contains("₦ 1,000 &lt;b&gt;");
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            NO_GREETING,        Unreachable
            BUSY,               Unreachable
            SENDER_REFUSED,     Unreachable
            RECIPIENT_LATER,    RetryLater
            RECIPIENT_REFUSED,  Refused
            DATA_LATER,         RetryLater
            DATA_REFUSED,       Refused
            DROP_AFTER_DATA,    Unknown
            DROP_BEFORE_TAKING, Unknown
            """)
    void eachFailureIsAnOutcome(Fault fault, String outcome) {
        drop.next(fault);

        MailOutcome first = drop.mailer().send(mail("acme@example.com"));
        MailOutcome second = drop.mailer().send(mail("acme@example.com"));

        assertThat(first.getClass().getSimpleName()).isEqualTo(outcome);
        assertThat(first.toString()).doesNotContain("acme@example.com");
        assertThat(second).isInstanceOf(MailOutcome.Sent.class);
        assertThat(drop.messageIds()).containsOnly("<first@example.com>");
    }

    @Test
    void aServerThatIsAwayIsUnreachable() {
        drop.close();

        assertThat(drop.mailer().send(mail("acme@example.com")))
                .isInstanceOfSatisfying(
                        MailOutcome.Unreachable.class,
                        away -> assertThat(away.why()).contains("127.0.0.1:" + drop.port()));
    }

    @Test
    void aServerThatHangsIsLeftAtTheDeadline() {
        drop.next(Fault.HANG);
        SmtpMailer impatient = new SmtpMailer(
                new SmtpSettings(drop.url()).address(),
                new MailSettings("billing@example.com").sender(),
                Duration.ofMillis(300));

        assertThat(impatient.send(mail("acme@example.com"))).isNotInstanceOf(MailOutcome.Sent.class);
    }

    @Test
    void anAddressThatIsNoneIsRefusedWithoutAConnection() {
        assertThat(drop.mailer().send(mail("acme@"))).isInstanceOf(MailOutcome.Refused.class);
        assertThat(drop.taken()).isEmpty();
    }

    private static Mail mail(String to) {
        Letter letter = new Letter(
                "80 % used", List.of(new Letter.Paragraph("You have used ₦ 1,000 <b>.")), "Sent by Tallygate");
        return new Mail("<first@example.com>", to, "80 % of ₦ 1,000\r\n – it’s Zoë’s", letter);
    }

    private static MimeMessage parsed(String mail) throws Exception {
        return new MimeMessage(
                Session.getInstance(new Properties()), new ByteArrayInputStream(mail.getBytes(StandardCharsets.UTF_8)));
    }
}
