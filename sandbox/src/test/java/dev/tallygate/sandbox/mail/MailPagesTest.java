package dev.tallygate.sandbox.mail;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallygate.sandbox.journal.Json;
import jakarta.mail.MessagingException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** The pages, as a browser and as a program gets them. */
class MailPagesTest {
    private static final String EVIL = "<script>alert('1')</script>";

    @TempDir
    Path folder;

    private final HttpClient http = HttpClient.newHttpClient();
    private LocalMail mail;
    private MailClient client;

    @BeforeEach
    void start() throws IOException {
        mail = LocalMail.start(folder);
        client = new MailClient(mail.smtpPort());
    }

    @AfterEach
    void stop() {
        mail.close();
    }

    private HttpResponse<String> send(String method, String path) throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(URI.create(mail.pageUrl() + path))
                        .method(method, HttpRequest.BodyPublishers.noBody())
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private String get(String path) throws IOException, InterruptedException {
        HttpResponse<String> answer = send("GET", path);
        assertThat(answer.statusCode()).isEqualTo(200);
        return answer.body();
    }

    @Test
    void theListIsNewestFirst() throws MessagingException, IOException, InterruptedException {
        assertThat(get("/")).contains("No mail has come yet");
        client.send("<a@x>", "acme@example.com", "the first");
        client.send("<b@x>", "bob@example.com", "the second");

        String page = get("/");

        assertThat(page.indexOf("the second")).isPositive().isLessThan(page.indexOf("the first"));
        assertThat(page).contains("acme@example.com").contains("href=\"/mails/2\"");
    }

    @Test
    void programsGetJson() throws MessagingException, IOException, InterruptedException {
        client.send("<a@x>", "acme@example.com", "the first", "some text", "<p>html</p>");

        JsonNode first = Json.parse(get("/mails.json")).path("mails").path(0);
        assertThat(first.path("number").intValue()).isEqualTo(1);
        assertThat(first.path("to").path(0).stringValue()).isEqualTo("acme@example.com");
        assertThat(first.path("message_id").stringValue()).isEqualTo("<a@x>");
        assertThat(first.path("arrivals").intValue()).isEqualTo(1);
        assertThat(Json.parse(get("/mails/1.json")).path("text").stringValue()).isEqualTo("some text");
        assertThat(get("/mails/1.eml")).contains("Message-ID: <a@x>").contains("multipart/alternative");
    }

    @Test
    void nothingOfAMailBecomesPartOfThePage() throws MessagingException, IOException, InterruptedException {
        client.send("<" + EVIL + "@x>", "acme@example.com", EVIL, EVIL, "<b>fine</b>" + EVIL);

        assertThat(get("/")).doesNotContain(EVIL).contains("&lt;script&gt;");
        assertThat(get("/mails/1")).doesNotContain(EVIL).contains("<iframe sandbox=\"\"");
    }

    @Test
    void theFrameOfAMailRunsNothingAlsoWhenItIsOpenedAlone()
            throws MessagingException, IOException, InterruptedException {
        client.send("<a@x>", "acme@example.com", "evil", "text", "<b>fine</b>" + EVIL);

        HttpResponse<String> frame = send("GET", "/mails/1.html");

        assertThat(frame.body()).contains("<b>fine</b>");
        String policy = frame.headers().firstValue("Content-Security-Policy").orElse("");
        assertThat(policy).contains("sandbox;").contains("default-src 'none'").doesNotContain("script");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/mails/1", "/mails/x", "/mails/99999999999", "/mails/1.eml", "/mails/..%2f..%2fetc", "/other"})
    void whatIsNotThereIsASentence(String path) throws IOException, InterruptedException {
        HttpResponse<String> answer = send("GET", path);

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.body()).contains("expected:");
    }

    @Test
    void allCanBeForgottenAndNumbersGoOn() throws MessagingException, IOException, InterruptedException {
        client.send("<a@x>", "acme@example.com", "the first");

        assertThat(send("DELETE", "/mails").statusCode()).isEqualTo(200);

        assertThat(mail.mails()).isEmpty();
        client.send("<a@x>", "acme@example.com", "again");
        assertThat(mail.mails()).extracting(CaughtMail::number).containsExactly(2);
    }

    @Test
    void faultsAreOrderedOverThePageToo() throws IOException, InterruptedException {
        HttpResponse<String> ordered = send("POST", "/_sandbox/script?type=drop_answer&times=3&path=acme@");

        assertThat(Json.parse(ordered.body())
                        .path("steps")
                        .path(0)
                        .path("times")
                        .intValue())
                .isEqualTo(3);
        assertThat(send("POST", "/_sandbox/script?type=rain").statusCode()).isEqualTo(400);
    }
}
