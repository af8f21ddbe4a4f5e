package dev.tallygate.batch.cli;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code mails}: what the sandbox's mail catcher has caught; it asks that alone, and no database. */
@Command(name = "mails", description = "The mails that the sandbox has caught, newest first, or what one of them says.")
public final class MailsCommand implements Callable<Integer> {
    private static final int TIMEOUT_MILLIS = 5_000;

    private final Session session;
    private final Map<String, String> environment;

    @Parameters(
            paramLabel = "NUMBER",
            arity = "0..1",
            description = "Of the mail to show; without it they are all listed.")
    private @Nullable Integer number;

    @Mixin
    private JsonOption format = new JsonOption();

    /** @param environment SANDBOX_MAIL_URL, which the launcher has from the sandbox, and TALLYGATE_SMTP_URL */
    public MailsCommand(Session session, Map<String, String> environment) {
        this.session = session;
        this.environment = environment;
    }

    @Override
    public Integer call() {
        String page = environment.getOrDefault("SANDBOX_MAIL_URL", "");
        if (page.isEmpty()) {
            session.err().println(nothingCaught());
            return ExitCodes.FAILED;
        }
        try {
            return number == null ? list(page) : show(page, number);
        } catch (IOException e) {
            session.err()
                    .println("The sandbox's mail catcher at " + page
                            + " does not answer: ./tallygate stop, then the same again.");
            return ExitCodes.FAILED;
        }
    }

    private String nothingCaught() {
        String smtp = environment.getOrDefault("TALLYGATE_SMTP_URL", "");
        return smtp.isEmpty()
                ? "No mails are caught here, and none are sent: TALLYGATE_SMTP_URL is not set."
                : "No mails are caught here: they go to " + withoutUser(smtp) + " (TALLYGATE_SMTP_URL).";
    }

    /** The address without the user and the password that may stand in it. */
    private static String withoutUser(String url) {
        return url.replaceFirst("//.*@", "//");
    }

    private int list(String page) throws IOException {
        List<JsonNode> mails =
                ask(page + "/mails.json").path("mails").valueStream().toList();
        listing().print(mails, format, session.out());
        session.err().println("The page that shows them: " + page);
        return ExitCodes.DONE;
    }

    private int show(String page, int wanted) throws IOException {
        JsonNode mail = ask(page + "/mails/" + wanted + ".json");
        if (mail.isMissingNode()) {
            session.err().println("mail: " + wanted + " (expected: a number that `./tallygate mails` lists)");
            return ExitCodes.FAILED;
        }
        Listing<JsonNode> listing = listing().column("from", text("from")).column("message_id", text("message_id"));
        if (format.isJson()) {
            listing.column("text", text("text")).column("html", text("html")).printOne(mail, format, session.out());
        } else {
            listing.printOne(mail, format, session.out());
            session.out().println();
            session.out().println(mail.path("text").asString("").stripTrailing());
        }
        session.err().println("As a browser shows it: " + page + "/mails/" + wanted);
        return ExitCodes.DONE;
    }

    private static Listing<JsonNode> listing() {
        return new Listing<JsonNode>()
                .column("number", mail -> mail.path("number").intValue())
                .column("time", mail -> mail.path("time").asString("").replaceFirst("\\.[0-9]+Z$", "Z"))
                .column(
                        "to",
                        mail -> mail.path("to")
                                .valueStream()
                                .map(JsonNode::asString)
                                .collect(Collectors.joining(", ")))
                .column("subject", text("subject"))
                .column("arrivals", mail -> mail.path("arrivals").intValue());
    }

    private static Function<JsonNode, String> text(String name) {
        return mail -> mail.path(name).asString("");
    }

    /** A missing node where there is nothing of this name. */
    private static JsonNode ask(String url) throws IOException {
        HttpURLConnection connection =
                (HttpURLConnection) URI.create(url).toURL().openConnection();
        connection.setConnectTimeout(TIMEOUT_MILLIS);
        connection.setReadTimeout(TIMEOUT_MILLIS);
        if (connection.getResponseCode() == HttpURLConnection.HTTP_NOT_FOUND) {
            return JsonMapper.shared().missingNode();
        }
        try (InputStream in = connection.getInputStream()) {
            return JsonMapper.shared().readTree(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
    }
}
