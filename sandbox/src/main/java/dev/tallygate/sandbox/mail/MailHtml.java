package dev.tallygate.sandbox.mail;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/** The pages, as text: everything that came in a mail is escaped, or stands in a frame where nothing runs. */
final class MailHtml {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("d MMM uuuu, HH:mm:ss", Locale.ENGLISH).withZone(ZoneOffset.UTC);

    private static final String STYLE = resource("mails.css");

    private MailHtml() {}

    /** The list, in this order; it looks again by itself. */
    static String list(List<CaughtMail> mails) {
        StringBuilder body = new StringBuilder();
        body.append("<header><h1>Caught mails</h1><p>").append(counted(mails.size()));
        body.append(" Nothing here was delivered to anybody. <a href=\"/mails.json\">JSON</a></p></header>\n<main>\n");
        if (mails.isEmpty()) {
            body.append("<p class=\"empty\">No mail has come yet. This page looks again every five seconds.</p>\n");
        } else {
            body.append("<ol class=\"mails\">\n");
            mails.forEach(mail -> body.append(row(mail)));
            body.append("</ol>\n");
        }
        return page("Caught mails", "<meta http-equiv=\"refresh\" content=\"5\">", body + "</main>\n");
    }

    /** One mail: who, when, then as a browser shows it, as text, and its headers. */
    static String mail(CaughtMail mail, MailContent content) {
        StringBuilder body = new StringBuilder();
        body.append("<header><p class=\"back\"><a href=\"/\">All mails</a></p><h1>")
                .append(subject(mail));
        body.append("</h1></header>\n<main>\n<dl class=\"facts\">");
        fact(body, "To", String.join(", ", mail.recipients()));
        fact(body, "From", mail.from());
        fact(body, "Arrived", time(mail.time()));
        fact(body, "Message-ID", mail.messageId());
        if (mail.arrivals() > 1) {
            fact(body, "Came", mail.arrivals() + " times" + (mail.differs() ? ", not always the same" : ""));
        }
        if (!content.attachments().isEmpty()) {
            fact(body, "Attached", String.join(", ", content.attachments()));
        }
        return page(escaped(mail.subject()), "", body.append("</dl>\n").append(tabs(mail, content)) + "</main>\n");
    }

    private static String tabs(CaughtMail mail, MailContent content) {
        boolean hasHtml = !content.html().isEmpty();
        String frame = "<iframe sandbox=\"\" title=\"The mail as a browser shows it\" src=\"/mails/" + mail.number()
                + ".html\"></iframe>";
        String text =
                "<pre>" + escaped(content.text().isEmpty() ? "This mail has no text part." : content.text()) + "</pre>";
        String headers = "<pre>" + escaped(String.join("\n", content.headers())) + "</pre><p><a href=\"/mails/"
                + mail.number() + ".eml\">The mail as it came</a></p>";
        StringBuilder tabs = new StringBuilder("<div class=\"tabs\">\n");
        if (hasHtml) {
            tabs.append(tab("html", "HTML", true, frame));
        }
        tabs.append(tab("text", "Text", !hasHtml, text));
        tabs.append(tab("headers", "Headers", false, headers));
        return tabs.append("</div>\n").toString();
    }

    /** Tabs without a script: the radio button that is checked shows what follows its label. */
    private static String tab(String id, String label, boolean isShown, String content) {
        return "<input type=\"radio\" name=\"tab\" id=\"" + id + "\"" + (isShown ? " checked" : "") + "><label for=\""
                + id + "\">" + label + "</label><section>" + content + "</section>\n";
    }

    private static String row(CaughtMail mail) {
        String again = mail.arrivals() > 1 ? " <span class=\"again\">came " + mail.arrivals() + " times</span>" : "";
        return "<li><a href=\"/mails/" + mail.number() + "\"><span class=\"number\">" + mail.number()
                + "</span><span class=\"subject\">" + subject(mail) + again + "</span><span class=\"to\">"
                + escaped(String.join(", ", mail.recipients())) + "</span><time datetime=\"" + mail.time() + "\">"
                + time(mail.time()) + "</time></a></li>\n";
    }

    private static void fact(StringBuilder body, String name, String value) {
        body.append("<dt>")
                .append(name)
                .append("</dt><dd>")
                .append(escaped(value))
                .append("</dd>");
    }

    private static String subject(CaughtMail mail) {
        return mail.subject().isBlank() ? "(no subject)" : escaped(mail.subject());
    }

    private static String counted(int mails) {
        return mails == 1 ? "1 mail, caught by the sandbox." : mails + " mails, caught by the sandbox, newest first.";
    }

    private static String time(Instant time) {
        return TIME.format(time) + " UTC";
    }

    private static String page(String title, String head, String body) {
        return "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">"
                + "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">" + head + "<title>" + title
                + " - Tallygate sandbox</title><style>\n" + STYLE + "</style></head>\n<body>\n" + body
                + "</body></html>\n";
    }

    static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }

    private static String resource(String name) {
        try (InputStream in = Objects.requireNonNull(MailHtml.class.getResourceAsStream(name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
