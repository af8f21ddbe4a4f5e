package dev.tallygate.mail;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A mail server on a port of its own that keeps what it takes over, and misbehaves as it is told. */
public final class MailDrop implements AutoCloseable {
    private static final Pattern MESSAGE_ID = Pattern.compile("(?im)^Message-ID:\\s*(<[^>]+>)");

    private final List<String> taken = new CopyOnWriteArrayList<>();
    private final Queue<Fault> faults = new ConcurrentLinkedQueue<>();
    private final List<Socket> open = new CopyOnWriteArrayList<>();
    private final ServerSocket door;

    /** How one connection goes wrong. */
    public enum Fault {
        /** Ends the connection before a greeting. */
        NO_GREETING,
        /** 421 instead of a greeting. */
        BUSY,
        /** 450 to the recipient: grey-listing. */
        RECIPIENT_LATER,
        /** 550 to the recipient. */
        RECIPIENT_REFUSED,
        /** 550 to the sender. */
        SENDER_REFUSED,
        /** 451 after the data: not taken. */
        DATA_LATER,
        /** 554 after the data: not taken. */
        DATA_REFUSED,
        /** Takes the mail, and ends the connection without an answer. */
        DROP_AFTER_DATA,
        /** Takes the mail, and never answers. */
        SILENT_AFTER_DATA,
        /** Ends the connection without having taken the mail. */
        DROP_BEFORE_TAKING,
        /** Never answers the greeting. */
        HANG
    }

    private MailDrop(ServerSocket door) {
        this.door = door;
        Thread.ofVirtual().name("mail-drop").start(this::accept);
    }

    /** On any free port. */
    public static MailDrop open() {
        return openAt(0);
    }

    /** On this port, as one that comes back. */
    public static MailDrop openAt(int port) {
        try {
            ServerSocket door = new ServerSocket();
            door.setReuseAddress(true);
            door.bind(new java.net.InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return new MailDrop(door);
        } catch (IOException taken) {
            throw new UncheckedIOException(taken);
        }
    }

    public int port() {
        return door.getLocalPort();
    }

    /** As TALLYGATE_SMTP_URL names it. */
    public String url() {
        return "smtp://127.0.0.1:" + port();
    }

    /** A mailer that sends here. */
    public SmtpMailer mailer() {
        return new SmtpMailer(new SmtpSettings(url()).address(), new MailSettings("billing@example.com").sender());
    }

    /** One that leaves a send after this time. */
    public SmtpMailer mailer(Duration longest) {
        return new SmtpMailer(
                new SmtpSettings(url()).address(), new MailSettings("billing@example.com").sender(), longest);
    }

    /** A mail as its reader sees it; the text form. */
    public record Read(String messageId, String to, String subject, String text) {}

    /** Every mail that was taken over, one for each Message-ID, in order. */
    public List<Read> read() {
        Map<String, Read> byId = new LinkedHashMap<>();
        taken.stream().map(MailDrop::parsed).forEach(mail -> byId.putIfAbsent(mail.messageId(), mail));
        return List.copyOf(byId.values());
    }

    private static Read parsed(String mail) {
        try {
            MimeMessage message = new MimeMessage(
                    Session.getInstance(new Properties()),
                    new ByteArrayInputStream(mail.getBytes(StandardCharsets.UTF_8)));
            MimeMultipart forms = (MimeMultipart) message.getContent();
            return new Read(
                    message.getMessageID(),
                    message.getAllRecipients()[0].toString(),
                    message.getSubject(),
                    ((String) forms.getBodyPart(0).getContent()).replace("\r\n", "\n"));
        } catch (IOException | MessagingException malformed) {
            throw new AssertionError("no mail: " + mail, malformed);
        }
    }

    /** The next connections go wrong so, one each. */
    public MailDrop next(Fault... wrong) {
        faults.addAll(List.of(wrong));
        return this;
    }

    /** Every mail that was taken over, as it came, in order. */
    public List<String> taken() {
        return List.copyOf(taken);
    }

    /** The Message-IDs of {@link #taken}. */
    public List<String> messageIds() {
        return taken.stream().map(MailDrop::messageId).toList();
    }

    private static String messageId(String mail) {
        Matcher matcher = MESSAGE_ID.matcher(mail);
        return matcher.find() ? matcher.group(1) : "none";
    }

    private void accept() {
        while (!door.isClosed()) {
            try {
                Socket socket = door.accept();
                open.add(socket);
                Thread.ofVirtual().start(() -> serve(socket));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            new Conversation(socket, faults.poll()).run();
        } catch (IOException gone) {
            // the client went first
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        try {
            door.close();
            for (Socket socket : open) {
                socket.close();
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** One client. */
    private final class Conversation {
        private final BufferedReader in;
        private final Writer out;
        private final @Nullable Fault fault;

        Conversation(Socket socket, @Nullable Fault fault) throws IOException {
            this.in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            this.out = new java.io.OutputStreamWriter(socket.getOutputStream(), StandardCharsets.UTF_8);
            this.fault = fault;
        }

        void run() throws IOException, InterruptedException {
            if (fault == Fault.NO_GREETING) {
                return;
            }
            if (fault == Fault.HANG) {
                Thread.sleep(600_000);
            }
            say(fault == Fault.BUSY ? "421 too many connections" : "220 mail drop");
            @Nullable String line = in.readLine();
            while (line != null && answer(line)) {
                line = in.readLine();
            }
        }

        private boolean answer(String line) throws IOException {
            String verb = line.split("[ :]", 2)[0].toUpperCase(java.util.Locale.ROOT);
            switch (verb) {
                case "EHLO", "HELO", "RSET" -> say("250 fine");
                case "MAIL" -> say(fault == Fault.SENDER_REFUSED ? "550 not you" : "250 fine");
                case "RCPT" -> say(recipient(line.substring("RCPT TO:".length())));
                case "DATA" -> {
                    return data();
                }
                case "QUIT" -> {
                    say("221 bye");
                    return false;
                }
                default -> say("500 what?");
            }
            return true;
        }

        private String recipient(String to) {
            if (fault == Fault.RECIPIENT_LATER) {
                return "450 come back later";
            }
            return fault == Fault.RECIPIENT_REFUSED ? "550 nobody of that name: " + to : "250 fine";
        }

        private boolean data() throws IOException {
            say("354 go on");
            List<String> lines = new ArrayList<>();
            for (String line = in.readLine(); line != null && !line.equals("."); line = in.readLine()) {
                lines.add(line.startsWith("..") ? line.substring(1) : line);
            }
            boolean isTaken = fault == null || fault == Fault.DROP_AFTER_DATA || fault == Fault.SILENT_AFTER_DATA;
            if (isTaken) {
                taken.add(String.join("\r\n", lines));
            }
            if (fault == Fault.SILENT_AFTER_DATA) {
                in.readLine();
            }
            if (fault == Fault.DROP_AFTER_DATA
                    || fault == Fault.SILENT_AFTER_DATA
                    || fault == Fault.DROP_BEFORE_TAKING) {
                return false;
            }
            say(fault == Fault.DATA_REFUSED ? "554 no" : fault == Fault.DATA_LATER ? "451 not now" : "250 taken");
            return true;
        }

        private void say(String line) throws IOException {
            out.write(line + "\r\n");
            out.flush();
        }
    }
}
