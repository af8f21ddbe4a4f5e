package dev.tallygate.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SandboxMainTest {
    @TempDir
    Path home;

    private final List<Process> started = new ArrayList<>();

    @AfterEach
    void stopAll() throws InterruptedException {
        for (Process process : started) {
            terminate(process);
        }
    }

    @Test
    void aStopIsCleanAndAStartAfterItFindsEverythingAgain() throws IOException, InterruptedException, SQLException {
        Process daemon = startReady();
        Map<String, String> first = environment();
        execute(first, "create table kept (n int)");
        String customer = createCustomer(first);

        assertThat(terminate(daemon)).isEqualTo(143);
        assertThat(home.resolve("sandbox.env")).doesNotExist();
        assertThat(home.resolve("sandbox.pid")).doesNotExist();
        assertThat(Files.readString(home.resolve("sandbox/database/mariadbd.log")))
                .contains("Shutdown complete");

        startReady();
        assertSameWithCustomer(first, customer);
    }

    @Test
    void aStartAfterKillNineWorksWithTheSameSettingsAndData() throws IOException, InterruptedException, SQLException {
        Process daemon = startReady();
        Map<String, String> first = environment();
        execute(first, "create table kept (n int)");
        String customer = createCustomer(first);

        daemon.destroyForcibly().waitFor();

        startReady();
        assertSameWithCustomer(first, customer);
    }

    private void assertSameWithCustomer(Map<String, String> first, String customer)
            throws IOException, InterruptedException, SQLException {
        Map<String, String> again = environment();
        again.remove("SANDBOX_PID");
        assertThat(first).containsAllEntriesOf(again);
        assertThat(again)
                .containsKeys("TALLYGATE_DB_URL", "STRIPE_API_KEY", "STRIPE_API_BASE", "STRIPE_WEBHOOK_SECRETS")
                .containsKeys(
                        "STRIPE_THIN_WEBHOOK_SECRETS",
                        "PAYSTACK_SECRET_KEY",
                        "PAYSTACK_API_BASE",
                        "TALLYGATE_SMTP_URL",
                        "TALLYGATE_MAIL_FROM")
                .containsKeys("SANDBOX_MAIL_URL", "TALLYGATE_BANK_DETAILS");
        execute(again, "insert into kept values (1)");
        assertThat(call(again, "GET", "/v1/customers/" + customer).statusCode()).isEqualTo(200);
    }

    @Test
    void aSecondStartFindsTheFirstAndSaysSo() throws IOException, InterruptedException {
        Process daemon = startReady();

        Process second = start();
        assertThat(second.waitFor()).isZero();
        assertThat(new String(second.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .contains("already runs in " + home)
                .contains("process " + daemon.pid());
        assertThat(environment()).containsEntry("SANDBOX_PID", Long.toString(daemon.pid()));
    }

    @Test
    void onlyOnePartIsStartedWhenOnlyOneIsWanted() throws IOException, InterruptedException {
        startReady("--only", "stripe");

        assertThat(environment()).containsKey("STRIPE_API_KEY").doesNotContainKey("TALLYGATE_DB_URL");
        assertThat(Files.getPosixFilePermissions(home.resolve("sandbox.env")))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
        assertThat(call(environment(), "GET", "/_sandbox").body()).contains("\"status\":\"ready\"");
        assertThat(home.resolve("sandbox/database")).doesNotExist();
    }

    @Test
    void itSaysWhereItsPartsAreAndNoKeys() throws IOException, InterruptedException {
        Process daemon = startReady("--only", "stripe,paystack");
        Map<String, String> settings = environment();

        List<String> said = daemon.inputReader().lines().limit(3).toList();

        assertThat(said)
                .contains(
                        "stripe: " + settings.get("STRIPE_API_BASE"), "paystack: " + settings.get("PAYSTACK_API_BASE"))
                .contains("the sandbox is ready; keys and addresses are in " + home.resolve("sandbox.env"));
        assertThat(said).noneMatch(line -> line.contains("sk_test_") || line.contains("whsec_"));
    }

    @Test
    void severalPartsAreNamedWithCommas() throws IOException, InterruptedException {
        startReady("--only", "paystack,mail");

        assertThat(environment())
                .containsKeys("PAYSTACK_SECRET_KEY", "TALLYGATE_SMTP_URL", "SANDBOX_MAIL_URL")
                .doesNotContainKeys("TALLYGATE_DB_URL", "STRIPE_API_KEY");
        assertThat(environment().get("PAYSTACK_SECRET_KEY")).startsWith("sk_test_");
    }

    @Test
    void aPartThatCannotStartEndsTheOthers() throws IOException, InterruptedException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Process process = start("--only", "database,paystack", "--paystack-port", "" + taken.getLocalPort());

            assertThat(process.waitFor()).isEqualTo(1);
            assertThat(new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8))
                    .contains("port " + taken.getLocalPort() + " for the local Paystack is taken by another program");
        }
        assertThat(home.resolve("sandbox.env")).doesNotExist();
        assertThat(Files.readString(home.resolve("sandbox/database/mariadbd.log")))
                .contains("Shutdown complete");
    }

    @Test
    void aDatabaseThatDiesIsStartedAgainOnItsPort() throws IOException, InterruptedException, SQLException {
        startReady("--only", "database");
        Map<String, String> settings = environment();
        execute(settings, "create table kept (n int)");
        Path pidFile = home.resolve("sandbox/database/mariadbd.pid");
        long pid = Long.parseLong(Files.readString(pidFile).strip());

        ProcessHandle.of(pid).orElseThrow().destroyForcibly();

        await(() -> Files.exists(pidFile) && !Files.readString(pidFile).strip().equals(Long.toString(pid)));
        await(() -> answers(settings));
        execute(settings, "insert into kept values (1)");
    }

    @Test
    void aScriptOfFaultsIsGivenAsAFile() throws IOException, InterruptedException {
        Path script = Files.writeString(home.resolve("faults.txt"), "drop_call path=/v1/customers nth=2\n");
        startReady("--only", "stripe", "--stripe-script", script.toString());
        assertThat(call(environment(), "GET", "/_sandbox/script").body()).contains("\"nth\":2");

        Files.writeString(script, "rain\n");
        Process wrong =
                start("--home", home.resolve("b").toString(), "--only", "stripe", "--stripe-script", script.toString());
        assertThat(wrong.waitFor()).isEqualTo(1);
        assertThat(new String(wrong.getErrorStream().readAllBytes(), StandardCharsets.UTF_8))
                .contains("the script of the local Stripe: type: rain (expected: one of ");
    }

    @Test
    void aWrongOptionIsASentence() throws IOException, InterruptedException {
        Process process = start("--only", "adyen");

        assertThat(process.waitFor()).isEqualTo(1);
        assertThat(new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8))
                .contains("--only adyen (expected: database, stripe, paystack, mail, or some of them with commas)");
    }

    private Process start(String... options) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                SandboxMain.class.getName(),
                "--home",
                home.toString()));
        command.addAll(List.of(options));
        Process process = new ProcessBuilder(command).start();
        started.add(process);
        return process;
    }

    private Process startReady(String... options) throws IOException, InterruptedException {
        Process process = start(options);
        String own = "SANDBOX_PID='" + process.pid() + "'";
        await(() -> {
            assertThat(process.isAlive()).isTrue();
            Path file = home.resolve("sandbox.env");
            return Files.exists(file) && Files.readString(file).contains(own);
        });
        return process;
    }

    private static int terminate(Process process) throws InterruptedException {
        process.destroy();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }

    /** As a shell reads the file. */
    private Map<String, String> environment() throws IOException {
        Map<String, String> settings = new HashMap<>();
        for (String line : Files.readAllLines(home.resolve("sandbox.env"))) {
            int equals = line.indexOf('=');
            settings.put(line.substring(0, equals), line.substring(equals + 1).replaceAll("^'|'$", ""));
        }
        return settings;
    }

    private static String createCustomer(Map<String, String> settings) throws IOException, InterruptedException {
        String body = call(settings, "POST", "/v1/customers").body();
        return body.replaceFirst("(?s)^.*\"id\":\"(cus_[^\"]+)\".*$", "$1");
    }

    private static HttpResponse<String> call(Map<String, String> settings, String method, String path)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(settings.get("STRIPE_API_BASE") + path))
                .header("Authorization", "Bearer " + settings.get("STRIPE_API_KEY"))
                .method(method, HttpRequest.BodyPublishers.noBody())
                .build();
        return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    }

    private static void execute(Map<String, String> settings, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(settings.get("TALLYGATE_DB_URL"));
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static boolean answers(Map<String, String> settings) {
        try (Connection connection = DriverManager.getConnection(settings.get("TALLYGATE_DB_URL"));
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select 1")) {
            return rows.next();
        } catch (SQLException e) {
            return false;
        }
    }

    private interface Condition {
        boolean holds() throws IOException;
    }

    private static void await(Condition condition) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!condition.holds()) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            Thread.sleep(20);
        }
    }
}
