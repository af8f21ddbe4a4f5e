package dev.tallygate.mail;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Sends mails over SMTP, each in a connection of its own, which a deadline ends whatever the server does. */
public final class SmtpMailer implements Mailer {
    /** Shorter than the lease of whoever sends, so that a send is over before somebody else may try. */
    public static final Duration LONGEST = Duration.ofSeconds(45);

    private static final Duration CLOSING = Duration.ofSeconds(5);

    private final SmtpAddress address;
    private final InternetAddress from;
    private final Duration longest;
    private volatile Optional<Session> session = Optional.empty();

    /** Makes no connection. */
    public SmtpMailer(SmtpAddress address, InternetAddress from) {
        this(address, from, LONGEST);
    }

    SmtpMailer(SmtpAddress address, InternetAddress from, Duration longest) {
        this.address = address;
        this.from = from;
        this.longest = longest;
    }

    @Override
    public String messageId(String name) {
        return "<" + name + "@" + domain() + ">";
    }

    @Override
    public MailOutcome send(Mail mail) {
        MimeMessage message;
        try {
            message = SmtpMessage.of(session(), from, mail);
        } catch (MessagingException malformed) {
            return new MailOutcome.Refused("no mail can be made of it: " + malformed.getMessage());
        }
        FutureTask<MailOutcome> conversation =
                new FutureTask<>(() -> new SmtpConversation(session(), address, mail.to()).send(message));
        Thread thread = Thread.ofVirtual().name("smtp").start(conversation);
        return outcome(conversation, thread);
    }

    private MailOutcome outcome(Future<MailOutcome> conversation, Thread thread) {
        try {
            return conversation.get(longest.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException late) {
            end(thread);
            return conversation.state() == Future.State.SUCCESS
                    ? conversation.resultNow()
                    : new MailOutcome.Unknown("%s: no end within %d s".formatted(address, longest.toSeconds()));
        } catch (InterruptedException stopped) {
            thread.interrupt();
            Thread.currentThread().interrupt();
            return new MailOutcome.Unknown("stopped while the mail was sent");
        } catch (ExecutionException bug) {
            throw new IllegalStateException("sending a mail failed by itself", bug.getCause());
        }
    }

    /** An interrupt closes the socket that a virtual thread waits for. */
    private static void end(Thread thread) {
        thread.interrupt();
        try {
            thread.join(CLOSING);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private Session session() {
        Session open = session.orElseGet(() -> SmtpSession.open(address, domain()));
        session = Optional.of(open);
        return open;
    }

    private String domain() {
        String sender = from.getAddress();
        return sender.substring(sender.lastIndexOf('@') + 1);
    }

    /** Where mails go, for people. */
    @Override
    public String toString() {
        return address.toString();
    }
}
