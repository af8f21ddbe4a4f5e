package dev.tallygate.server.http;

import dev.tallygate.server.errors.Problem;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import tools.jackson.databind.json.JsonMapper;

/** Writes problem bodies, with the headers that their status asks for. */
public final class ProblemWriter {
    private final JsonMapper json = JsonMapper.builder().build();

    public void write(HttpServletResponse response, Problem problem) throws IOException {
        response.setStatus(problem.status());
        response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
        if (problem.status() == HttpServletResponse.SC_UNAUTHORIZED) {
            response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer realm=\"tallygate\"");
        }
        problem.retryAfterSeconds()
                .ifPresent(seconds -> response.setHeader(HttpHeaders.RETRY_AFTER, Long.toString(seconds)));
        byte[] body = json.writeValueAsString(problem.members()).getBytes(StandardCharsets.UTF_8);
        response.getOutputStream().write(body);
    }
}
