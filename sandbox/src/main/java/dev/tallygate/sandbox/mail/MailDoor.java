package dev.tallygate.sandbox.mail;

import dev.tallygate.sandbox.http.Fault;
import dev.tallygate.sandbox.http.Match;
import dev.tallygate.sandbox.http.Script;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.subethamail.smtp.MessageContext;
import org.subethamail.smtp.MessageHandler;
import org.subethamail.smtp.MessageHandlerFactory;
import org.subethamail.smtp.RejectException;
import org.subethamail.smtp.server.Session;

/** The SMTP side: takes mails in, with the misfortunes that were ordered for them. */
final class MailDoor implements MessageHandlerFactory {
    private static final Logger LOG = LoggerFactory.getLogger(MailDoor.class);

    private final MailBook book;
    private final Script script;

    MailDoor(MailBook book, Script script) {
        this.book = book;
        this.script = script;
    }

    @Override
    public MessageHandler create(MessageContext context) {
        return new Envelope((Session) context);
    }

    /** One mail on its way in. */
    private final class Envelope implements MessageHandler {
        private final Session session;
        private final List<String> recipients = new ArrayList<>();

        private Envelope(Session session) {
            this.session = session;
        }

        @Override
        public void from(String from) {}

        @Override
        public void recipient(String recipient) throws RejectException {
            String address = recipient.toLowerCase(Locale.ROOT);
            if (address.contains("+sandbox_refused@")) {
                throw new RejectException(550, "5.1.1 no such mailbox: " + recipient);
            }
            if (address.contains("+sandbox_later@")) {
                throw new RejectException(452, "4.2.2 the mailbox is full: " + recipient);
            }
            recipients.add(recipient);
        }

        @Override
        public String data(InputStream data) throws RejectException, IOException {
            byte[] bytes = data.readAllBytes();
            Optional<Fault> fault =
                    script.take(new Match.Met(Match.MAIL, recipients.getFirst(), "", "", any -> Optional.empty()));
            if (fault.isPresent()) {
                return data(bytes, fault.get());
            }
            return keep(bytes);
        }

        private String data(byte[] bytes, Fault fault) throws RejectException, IOException {
            LOG.info("fault type={} recipient={}", fault.word(), recipients.getFirst());
            return switch (fault.type()) {
                case RATE_LIMITED -> throw new RejectException(451, "4.7.1 try again later (ordered from the sandbox)");
                case SERVER_ERROR -> throw new RejectException(554, "5.7.1 refused (ordered from the sandbox)");
                case DROP_CALL -> cut();
                case DROP_ANSWER -> {
                    keep(bytes);
                    yield cut();
                }
                case HANG -> {
                    pause(fault);
                    yield cut();
                }
                case DELAY, DELAY_ANSWER -> {
                    String answer = keep(bytes);
                    pause(fault);
                    yield answer;
                }
                default -> throw new IllegalStateException(fault.word() + " does not meet a mail");
            };
        }

        private String keep(byte[] bytes) {
            CaughtMail mail = book.take(recipients, bytes);
            LOG.info("mail number={} arrivals={} recipient={}", mail.number(), mail.arrivals(), recipients.getFirst());
            return "2.0.0 kept as number " + mail.number();
        }

        /** The connection ends, and no answer was sent. */
        private String cut() throws IOException {
            session.closeSocket();
            throw new IOException("cut, as ordered");
        }

        private static void pause(Fault fault) throws IOException {
            try {
                Thread.sleep(fault.millis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("the sandbox is closing", e);
            }
        }

        @Override
        public void done() {}
    }
}
