package dev.tallygate.storm;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** Plain HTTP and JSON, with no code of the adapters: what is not answered by 200 fails. */
final class Wire implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http = HttpClient.newHttpClient();

    JsonNode get(String url, String key) {
        return send(url, HttpRequest.newBuilder(URI.create(url)).header("authorization", "Bearer " + key));
    }

    /** @param type of the body, such as {@code application/json} */
    JsonNode post(String url, String key, String type, String body) {
        return send(
                url,
                HttpRequest.newBuilder(URI.create(url))
                        .header("authorization", "Bearer " + key)
                        .header("content-type", type)
                        .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    private JsonNode send(String url, HttpRequest.Builder request) {
        try {
            HttpResponse<String> answer = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new AssertionError(url + ": " + answer.statusCode() + " " + answer.body());
            }
            return JSON.readTree(answer.body());
        } catch (IOException | InterruptedException failed) {
            throw new AssertionError(url, failed);
        }
    }

    static String text(JsonNode object, String field) {
        return object.path(field).asString("");
    }

    static long number(JsonNode object, String field) {
        return object.path(field).asLong();
    }

    @Override
    public void close() {
        http.close();
    }
}
