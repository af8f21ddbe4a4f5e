package dev.tallygate.sandbox.mail;

import dev.tallygate.sandbox.http.Fault;
import dev.tallygate.sandbox.http.LoopbackServer;
import dev.tallygate.sandbox.http.Script;
import dev.tallygate.sandbox.journal.Ids;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.subethamail.smtp.server.SMTPServer;

/** A running mail catcher: where mails are sent, and the page that shows them. Mails are kept over restarts. */
public final class LocalMail implements AutoCloseable {
    private static final int CONNECTION_SECONDS = 60;

    private final MailBook book;
    private final Script script;
    private final SMTPServer smtp;
    private final LoopbackServer page;

    private LocalMail(MailBook book, Script script, SMTPServer smtp, LoopbackServer page) {
        this.book = book;
        this.script = script;
        this.smtp = smtp;
        this.page = page;
    }

    /** On any free ports, by the system's clock. */
    public static LocalMail start(Path folder) throws IOException {
        return start(folder, 0, 0, Clock.systemUTC());
    }

    /**
     * Starts and returns when it answers.
     *
     * @param smtpPort on 127.0.0.1; 0 takes any free one; so for {@code pagePort}
     * @throws BindException when a port is taken
     * @throws IOException when the folder cannot be written
     */
    public static LocalMail start(Path folder, int smtpPort, int pagePort, Clock clock) throws IOException {
        LoopbackServer page = LoopbackServer.bind(pagePort, new Ids(new SecureRandom()));
        try {
            MailBook book = new MailBook(folder, clock);
            Script script = new Script(Fault.Type.OF_MAILS, clock);
            SMTPServer smtp = startSmtp(smtpPort, new MailDoor(book, script));
            page.serve(new MailPages(book, script));
            return new LocalMail(book, script, smtp, page);
        } catch (IOException | RuntimeException e) {
            page.close();
            throw e;
        }
    }

    private static SMTPServer startSmtp(int port, MailDoor door) throws BindException {
        SMTPServer smtp = SMTPServer.port(port)
                .bindAddress(InetAddress.getLoopbackAddress())
                .hostName("localhost")
                .softwareName("Tallygate sandbox")
                .messageHandlerFactory(door)
                .insertReceivedHeaders(false)
                .connectionTimeout(CONNECTION_SECONDS, TimeUnit.SECONDS)
                .build();
        try {
            smtp.start();
            return smtp;
        } catch (RuntimeException e) {
            if (e.getCause() instanceof BindException taken) {
                throw taken;
            }
            throw e;
        }
    }

    /** As the setting TALLYGATE_SMTP_URL has it. */
    public String smtpUrl() {
        return "smtp://127.0.0.1:" + smtpPort();
    }

    public int smtpPort() {
        return smtp.getPortAllocated();
    }

    /** The page that lists the mails, without a slash at the end. */
    public String pageUrl() {
        return page.url();
    }

    public int pagePort() {
        return page.port();
    }

    /** Oldest first. */
    public List<CaughtMail> mails() {
        return book.all();
    }

    /** What a mail says; empty where no mail has this number. */
    public Optional<MailContent> content(int number) {
        return book.find(number).map(mail -> MailContent.of(book.bytes(mail)));
    }

    /**
     * Orders a misfortune for the next mails: {@code method} is {@code "MAIL"} or empty, {@code path} is how the first
     * recipient's address starts. RATE_LIMITED is 451 and SERVER_ERROR 554, both after the data; DROP_CALL and HANG end
     * the connection after the data and keep nothing, DROP_ANSWER keeps the mail; DELAY and DELAY_ANSWER keep it and
     * answer late.
     */
    public void order(Fault fault) {
        script.order(fault);
    }

    @Override
    public void close() {
        smtp.stop();
        page.close();
        book.close();
    }
}
