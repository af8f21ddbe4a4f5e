package dev.tallygate.rig;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Speaks JSON with somebody else's API over plain HTTP: a second pair of eyes beside the adapters. */
final class ProviderHttp implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.shared();

    private final HttpClient http = HttpClient.newHttpClient();
    private final String base;
    private final String apiKey;

    /** {@code apiKey} empty = none is sent. */
    ProviderHttp(String base, String apiKey) {
        this.base = base;
        this.apiKey = apiKey;
    }

    /** The body of a 200; anything else ends the demo. */
    JsonNode get(String path) {
        return sent(request(path).GET().build());
    }

    /** As {@link #get}, with this text as the body. */
    JsonNode put(String path, String text) {
        return sent(request(path).PUT(HttpRequest.BodyPublishers.ofString(text)).build());
    }

    /** As {@link #get}. */
    JsonNode delete(String path) {
        return sent(request(path).DELETE().build());
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path));
        return apiKey.isEmpty() ? request : request.header("authorization", "Bearer " + apiKey);
    }

    private JsonNode sent(HttpRequest request) {
        try {
            HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() != 200) {
                throw new RigFailed("%s %s: %d %s"
                        .formatted(request.method(), request.uri(), response.statusCode(), response.body()));
            }
            return JSON.readTree(response.body());
        } catch (IOException e) {
            throw new RigFailed(base + " does not answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RigFailed("interrupted", e);
        }
    }

    @Override
    public void close() {
        http.close();
    }
}
