package dev.tallygate.sandbox.mail;

import dev.tallygate.sandbox.journal.Change;
import dev.tallygate.sandbox.journal.DocumentKind;
import dev.tallygate.sandbox.journal.DocumentStore;
import dev.tallygate.sandbox.journal.Json;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Every mail that came: its bytes in a file of its own, what is known of it in a journal. */
final class MailBook implements AutoCloseable {
    private enum Kind implements DocumentKind {
        MAIL,
        /** The last number that was given: a mail that was forgotten does not give its own back. */
        COUNTER
    }

    private final Path folder;
    private final Clock clock;
    private final DocumentStore store;

    MailBook(Path folder, Clock clock) {
        this.folder = folder;
        this.clock = clock;
        this.store = DocumentStore.open(folder.resolve("mails.journal"));
    }

    /** Keeps a mail, or counts one more arrival of it; when it returns, a kill loses nothing of it. */
    CaughtMail take(List<String> recipients, byte[] bytes) {
        String hash = sha256(bytes);
        ObjectNode fresh = read(bytes, hash);
        return store.change(Change.Origin.SANDBOX, change -> {
            String messageId = Json.string(fresh, "message_id");
            ObjectNode mail = change.find(Kind.MAIL, messageId).orElseGet(() -> keep(change, fresh, recipients, bytes));
            mail.put("arrivals", Json.number(mail, "arrivals") + 1);
            if (!Json.string(mail, "sha256").equals(hash)) {
                mail.put("differs", true);
            }
            change.put(Kind.MAIL, messageId, mail);
            return caught(mail);
        });
    }

    /** While this reads, no mail comes in between. */
    <T> T read(Function<Change, T> reading) {
        return store.change(Change.Origin.SANDBOX, reading);
    }

    /** Oldest first. */
    List<CaughtMail> all() {
        return read(change -> change.list(Kind.MAIL, any -> true).stream()
                .map(MailBook::caught)
                .toList());
    }

    Optional<CaughtMail> find(int number) {
        return all().stream().filter(mail -> mail.number() == number).findFirst();
    }

    byte[] bytes(CaughtMail mail) {
        try {
            return Files.readAllBytes(file(mail.number()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Forgets every mail; numbers go on. */
    void clear() {
        List<CaughtMail> gone = all();
        store.change(Change.Origin.SANDBOX, change -> {
            gone.forEach(mail -> change.remove(Kind.MAIL, mail.messageId()));
            return gone;
        });
        for (CaughtMail mail : gone) {
            try {
                Files.deleteIfExists(file(mail.number()));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static ObjectNode read(byte[] bytes, String hash) {
        ObjectNode mail = Json.object();
        mail.put("message_id", "sha256:" + hash)
                .put("sha256", hash)
                .put("from", "")
                .put("subject", "");
        try {
            MimeMessage message = MailContent.parse(bytes);
            mail.put("from", MailContent.addresses(message, "From"));
            mail.put("subject", MailContent.header(message, "Subject").orElse(""));
            MailContent.header(message, "Message-ID").ifPresent(id -> mail.put("message_id", id));
        } catch (MessagingException e) {
            // not a mail that can be read: kept by its bytes
        }
        return mail;
    }

    /** The file first: a number whose journal line never came is given again, and its file written over. */
    private ObjectNode keep(Change change, ObjectNode mail, List<String> recipients, byte[] bytes) {
        ObjectNode counter = change.find(Kind.COUNTER, "last").orElseGet(Json::object);
        int number = Math.toIntExact(Json.number(counter, "number") + 1);
        write(file(number), bytes);
        change.put(Kind.COUNTER, "last", counter.put("number", number));
        mail.put("number", number).put("time", clock.instant().toString());
        mail.put("arrivals", 0).put("differs", false);
        ArrayNode to = mail.putArray("recipients");
        recipients.forEach(to::add);
        return mail;
    }

    private static void write(Path file, byte[] bytes) {
        try {
            Path beside = file.resolveSibling(file.getFileName() + ".new");
            Files.write(beside, bytes);
            Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path file(int number) {
        return folder.resolve("%05d.eml".formatted(number));
    }

    private static CaughtMail caught(ObjectNode mail) {
        List<String> recipients = new ArrayList<>();
        for (JsonNode recipient : mail.required("recipients")) {
            recipients.add(recipient.stringValue());
        }
        return new CaughtMail(
                (int) Json.number(mail, "number"),
                Json.string(mail, "message_id"),
                List.copyOf(recipients),
                Json.string(mail, "from"),
                Json.string(mail, "subject"),
                Instant.parse(Json.string(mail, "time")),
                (int) Json.number(mail, "arrivals"),
                mail.path("differs").asBoolean(false));
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        store.close();
    }
}
