package dev.tallygate.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tallygate.TestDatabase;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StartFailureTest {
    @RegisterExtension
    static final TestDatabase DATABASE = TestDatabase.create();

    @ParameterizedTest
    @CsvSource({
        "server.port,             HTTP, TALLYGATE_HTTP_PORT",
        "spring.grpc.server.port, gRPC, TALLYGATE_GRPC_PORT",
    })
    void aTakenPortIsNamedWithTheVariableToSet(String property, String door, String variable) throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String sentence = sentence(property + "=" + taken.getLocalPort());

            assertEquals(
                    "port %d for %s is taken or not allowed: stop what listens there, or set %s to a free one"
                            .formatted(taken.getLocalPort(), door, variable),
                    sentence);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            tallygate.db.url=jdbc:h2:mem:x           | TALLYGATE_DB_URL is no MySQL address (expected: jdbc:mysql://
            tallygate.db.url=jdbc:mysql://127.0.0.1:1/x?connectTimeout=500 | the database does not answer (
            tallygate.db.silence-max=100ms           | tallygate.db.silence-max: PT0.1S (expected: 1s to 1d, or 0s
            tallygate.smtp.url=smtp://me:hush@       | TALLYGATE_SMTP_URL: smtp://***@ (expected: smtp://HOST:PORT or smtps
            tallygate.smtp.url=smtp://127.0.0.1:25   | TALLYGATE_MAIL_FROM is not set, but TALLYGATE_SMTP_URL is (expected:
            tallygate.mail.from=billing              | TALLYGATE_MAIL_FROM: billing (expected: an address such as
            tallygate.mode=production                | TALLYGATE_MODE: production (expected: test or live)
            tallygate.server.calls-max=0             | tallygate.server.calls-max: 0 (expected: >= 1)
            tallygate.server.stop-pause=11s          | tallygate.server.stop-pause: PT11S (expected: 0 to PT10S)
            spring.grpc.server.port=nine             | TALLYGATE_GRPC_PORT: nine (expected: a value of another kind)
            server.port=eight                        | TALLYGATE_HTTP_PORT: eight (expected: a value of another kind)
            """)
    void aBadSettingIsOneSentence(String setting, String start) {
        String sentence = sentence(setting);

        assertTrue(sentence.startsWith(start), sentence);
        assertEquals(1, sentence.lines().count());
    }

    private static String sentence(String setting) {
        RuntimeException failure = assertThrows(
                RuntimeException.class,
                () -> RunningServer.start(DATABASE, setting).close());
        return StartFailure.of(failure).sentence().orElseThrow(() -> new AssertionError("no sentence", failure));
    }
}
