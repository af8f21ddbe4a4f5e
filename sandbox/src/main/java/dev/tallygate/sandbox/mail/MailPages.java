package dev.tallygate.sandbox.mail;

import dev.tallygate.sandbox.http.Answer;
import dev.tallygate.sandbox.http.Call;
import dev.tallygate.sandbox.http.LoopbackServer;
import dev.tallygate.sandbox.http.ParameterRefused;
import dev.tallygate.sandbox.http.Routes;
import dev.tallygate.sandbox.http.Script;
import dev.tallygate.sandbox.journal.Json;
import dev.tallygate.sandbox.provider.ScriptControls;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The page's side: {@code /} lists, {@code /mails/N} shows, {@code /mails.json} and {@code /mails/N.json} are for
 * programs, {@code /mails/N.eml} is the mail as it came, {@code DELETE /mails} forgets all.
 */
final class MailPages implements LoopbackServer.Door {
    private static final Logger LOG = LoggerFactory.getLogger(MailPages.class);

    /** A browser runs nothing of a mail and fetches nothing for it, also where its frame is opened by itself. */
    private static final String NOTHING_RUNS =
            "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'none'";

    private static final String OUR_PAGE =
            "default-src 'none'; style-src 'unsafe-inline'; frame-src 'self'; img-src data:; form-action 'none'";

    private final MailBook book;
    private final Routes routes = new Routes();

    MailPages(MailBook book, Script script) {
        this.book = book;
        routes.on(
                        "GET",
                        "/(?:mails)?",
                        (call, change) -> page(MailHtml.list(book.all().reversed())))
                .on("GET", "/mails\\.json", (call, change) -> listJson())
                .on("GET", "/mails/{id}\\.json", (call, change) -> with(call, this::json))
                .on("GET", "/mails/{id}\\.html", (call, change) -> with(call, this::frame))
                .on("GET", "/mails/{id}\\.eml", (call, change) -> with(call, this::raw))
                .on("GET", "/mails/{id}", (call, change) -> with(call, this::show))
                .on("DELETE", "/mails", (call, change) -> clear())
                .on("GET", "/_sandbox", (call, change) -> status());
        new ScriptControls(script, "").addTo(routes);
    }

    @Override
    public Answer answer(Call call) {
        try {
            return routes.find(call.method(), call.path())
                    .map(match -> book.read(change -> match.handler().answer(call.at(match.ids()), change)))
                    .orElseGet(() -> Answer.text(
                            404,
                            "text/plain",
                            call.method() + " " + call.path() + " (expected: /, /mails/N or /mails.json)\n"));
        } catch (ParameterRefused e) {
            return refused(e);
        } catch (RuntimeException e) {
            LOG.error("page failed path={}", call.path(), e);
            return Answer.text(500, "text/plain", "The sandbox itself failed: see its log.\n");
        }
    }

    @Override
    public Answer refused(ParameterRefused refusal) {
        return Answer.text(400, "text/plain", refusal.sentence() + "\n");
    }

    private Answer with(Call call, Function<CaughtMail, Answer> shown) {
        String number = call.pathId();
        Optional<CaughtMail> mail =
                number.matches("[0-9]{1,9}") ? book.find(Integer.parseInt(number)) : Optional.empty();
        return mail.map(shown)
                .orElseGet(() ->
                        Answer.text(404, "text/plain", "no mail " + number + " (expected: a number of the list)\n"));
    }

    private static Answer page(String html) {
        return Answer.text(200, "text/html", html).with("Content-Security-Policy", OUR_PAGE);
    }

    private Answer show(CaughtMail mail) {
        return page(MailHtml.mail(mail, content(mail)));
    }

    private Answer frame(CaughtMail mail) {
        return Answer.text(200, "text/html", content(mail).html()).with("Content-Security-Policy", NOTHING_RUNS);
    }

    private Answer raw(CaughtMail mail) {
        return Answer.text(200, "text/plain", new String(book.bytes(mail), StandardCharsets.UTF_8))
                .with("X-Content-Type-Options", "nosniff");
    }

    private MailContent content(CaughtMail mail) {
        return MailContent.of(book.bytes(mail));
    }

    /** Newest first. */
    private Answer listJson() {
        ObjectNode list = Json.object();
        ArrayNode mails = list.putArray("mails");
        book.all().reversed().forEach(mail -> mails.add(envelope(mail)));
        return Answer.ok(list);
    }

    private Answer json(CaughtMail mail) {
        MailContent content = content(mail);
        ObjectNode shown = envelope(mail);
        shown.put("text", content.text()).put("html", content.html());
        addAll(shown.putArray("headers"), content.headers());
        addAll(shown.putArray("attachments"), content.attachments());
        return Answer.ok(shown);
    }

    private static ObjectNode envelope(CaughtMail mail) {
        ObjectNode shown = Json.object();
        shown.put("number", mail.number()).put("time", mail.time().toString());
        addAll(shown.putArray("to"), mail.recipients());
        shown.put("from", mail.from()).put("subject", mail.subject()).put("message_id", mail.messageId());
        return shown.put("arrivals", mail.arrivals()).put("differs", mail.differs());
    }

    private static void addAll(ArrayNode array, List<String> texts) {
        texts.forEach(array::add);
    }

    private Answer clear() {
        book.clear();
        return listJson();
    }

    private Answer status() {
        return Answer.ok(
                Json.object().put("status", "ready").put("mails", book.all().size()));
    }
}
