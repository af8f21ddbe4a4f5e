package dev.tallygate.sandbox.description;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** Stripe's own description of its API, out of the Go module of its official mock server. Got once a process, with Go. */
public final class StripeDescription {
    /** MIT; its description is of the release train that is pinned here, a month later. */
    public static final String MODULE = "github.com/stripe/stripe-mock@v0.203.0";

    /** Left out of it, and in the samples that Stripe publishes beside it. */
    private static final List<String> KNOWN_ERRORS =
            List.of(".*\\bproduct\\.type: unknown", "200 .* /v1/products\\S* (data\\[\\]\\.)?type: unknown");

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long SECONDS_MAX = 180;

    private static final StripeDescription ONLY = get();

    private final Optional<OpenApi> api;
    private final String why;

    private StripeDescription(Optional<OpenApi> api, String why) {
        this.api = api;
        this.why = why;
    }

    /** Empty where Go, or the module, cannot be had. */
    public static Optional<OpenApi> found() {
        return ONLY.api;
    }

    /** The description; a test that needs it is skipped, or has failed in CI, where it cannot be had. */
    public static OpenApi needed() {
        return ONLY.api.orElseThrow(Needed.or("Stripe's own description could not be had: " + ONLY.why));
    }

    private static StripeDescription get() {
        try {
            Path folder = Files.createTempDirectory("go");
            Path said = folder.resolve("said");
            Process go = new ProcessBuilder("go", "mod", "download", "-json", MODULE)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(said.toFile())
                    .start();
            boolean isOver = go.waitFor(SECONDS_MAX, TimeUnit.SECONDS);
            go.destroyForcibly();
            String text = Files.readString(said);
            Files.delete(said);
            Files.delete(folder);
            return isOver && go.exitValue() == 0
                    ? new StripeDescription(Optional.of(read(JSON.readTree(text))), "")
                    : new StripeDescription(Optional.empty(), MODULE + ": " + (isOver ? text : "no answer"));
        } catch (IOException noGo) {
            return new StripeDescription(Optional.empty(), "Go is needed: " + noGo.getMessage());
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
            return new StripeDescription(Optional.empty(), "interrupted");
        }
    }

    private static OpenApi read(JsonNode downloaded) throws IOException {
        Path file = Path.of(downloaded.path("Dir").asString(), "embedded", "openapi", "spec3.json");
        return new OpenApi(JSON.readTree(Files.readString(file, StandardCharsets.UTF_8)), KNOWN_ERRORS);
    }
}
