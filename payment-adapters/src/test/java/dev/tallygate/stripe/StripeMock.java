package dev.tallygate.stripe;

import dev.tallygate.sandbox.description.Exchange;
import dev.tallygate.sandbox.description.Needed;
import dev.tallygate.sandbox.description.StripeDescription;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Stripe's official mock server, a process of its own: it refuses what Stripe's description has no path, parameter or value
 * for, and answers everything else with a sample. Built once by Go, into {@code target}.
 */
final class StripeMock {
    static final String API_KEY = "sk_test_mock";

    private static final Pattern LISTENING = Pattern.compile("Listening for HTTP at address: (\\S+)");
    private static final long BUILD_SECONDS_MAX = 180;
    private static final long START_SECONDS_MAX = 60;

    /** One a process, which it outlives by nothing. */
    private static final StripeMock ONLY = new StripeMock();

    private final HttpClient http = HttpClient.newHttpClient();
    private final String url;
    private final String why;

    private StripeMock() {
        String found = "";
        String missing = "";
        try {
            found = start(built());
        } catch (IOException noGo) {
            missing = String.valueOf(noGo.getMessage());
        }
        url = found;
        why = missing;
    }

    /** The server; a test that needs it is skipped, or has failed in CI, where it cannot be had. */
    static StripeMock needed() {
        if (ONLY.url.isEmpty()) {
            throw Needed.or("Stripe's official mock server could not be had: " + ONLY.why)
                    .get();
        }
        return ONLY;
    }

    /** What it says of requests that it does not take; nothing where the server cannot be had. */
    static List<String> refusals(List<Exchange> exchanges) {
        return ONLY.url.isEmpty()
                ? List.of()
                : new LinkedHashSet<>(exchanges)
                        .stream()
                                .filter(exchange -> exchange.status() != 400 && exchange.status() != 404)
                                .flatMap(exchange -> ONLY.refusal(exchange).stream())
                                .distinct()
                                .toList();
    }

    String url() {
        return url;
    }

    /** Empty where it takes the request. */
    Optional<String> refusal(Exchange exchange) {
        boolean isPost = exchange.method().equals("POST");
        String query = isPost || exchange.query().isEmpty() ? "" : "?" + form(exchange.query());
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url + exchange.path() + query))
                .header("Authorization", "Bearer " + API_KEY)
                .method(exchange.method(), HttpRequest.BodyPublishers.ofString(isPost ? exchange.body() : ""));
        if (isPost) {
            request.header("Content-Type", "application/x-www-form-urlencoded");
        }
        try {
            HttpResponse<String> answer = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            return answer.statusCode() == 200
                    ? Optional.empty()
                    : Optional.of("%s %s%s %s: %s"
                            .formatted(exchange.method(), exchange.path(), query, exchange.body(), answer.body()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static String form(Map<String, String> parameters) {
        return parameters.entrySet().stream()
                .map(entry -> encode(entry.getKey()) + "=" + encode(entry.getValue()))
                .collect(Collectors.joining("&"));
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static Path built() throws IOException {
        Path folder = Path.of("target", "go", StripeDescription.MODULE.replaceAll(".*/", ""))
                .toAbsolutePath();
        Path program = folder.resolve("stripe-mock");
        if (!Files.isExecutable(program)) {
            Files.createDirectories(folder);
            Path log = folder.resolve("install.log");
            ProcessBuilder go = new ProcessBuilder("go", "install", StripeDescription.MODULE)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile());
            go.environment().put("GOBIN", folder.toString());
            Process building = go.start();
            if (!isOver(building) || building.exitValue() != 0) {
                building.destroyForcibly();
                throw new IOException("go install " + StripeDescription.MODULE + ": " + Files.readString(log));
            }
        }
        return program;
    }

    private static boolean isOver(Process process) {
        try {
            return process.waitFor(BUILD_SECONDS_MAX, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static String start(Path program) throws IOException {
        Path log = Files.createTempFile("stripe-mock", ".log");
        Process process = new ProcessBuilder(
                        program.toString(), "-http-addr", "127.0.0.1:0", "-https-addr", "127.0.0.1:0")
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> end(process, log)));
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS_MAX);
        while (System.nanoTime() < end && process.isAlive()) {
            Matcher said = LISTENING.matcher(Files.readString(log));
            if (said.find()) {
                return "http://" + said.group(1);
            }
            LockSupport.parkNanos(20_000_000);
        }
        throw new IOException("stripe-mock does not listen: " + Files.readString(log));
    }

    private static void end(Process process, Path log) {
        process.destroyForcibly();
        try {
            Files.deleteIfExists(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
