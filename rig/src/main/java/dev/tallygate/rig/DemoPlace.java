package dev.tallygate.rig;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;

/** Where a demo runs: the launcher, the home, the addresses of database and provider, and free ports. */
record DemoPlace(
        Path launcher, Path home, Path reports, Map<String, String> environment, LiveCalls.Ports ports, int run) {
    private static final int GRPC_PORT = 9090;
    private static final int HTTP_PORT = 8080;

    /** From what the launcher has exported; counts the run in the home. */
    static DemoPlace fromEnvironment(Map<String, String> environment, Path launcher) {
        Path home = Path.of(environment.getOrDefault("TALLYGATE_HOME", ".tallygate"));
        LiveCalls.Ports ports = new LiveCalls.Ports(
                port(environment, "TALLYGATE_GRPC_PORT", GRPC_PORT),
                port(environment, "TALLYGATE_HTTP_PORT", HTTP_PORT));
        Path reports = launcher.toAbsolutePath().resolveSibling("reports");
        return new DemoPlace(launcher, home, reports, environment, ports, nextRun(home.resolve("demo-runs")));
    }

    String setting(String name) {
        return environment.getOrDefault(name, "");
    }

    /** The key that the first start has left in the home. */
    String adminKey() {
        try {
            return Files.readString(home.resolve("admin.key")).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where Stripe answers: the local one, or the address that is set, or Stripe's own. */
    String stripeBase() {
        String set = setting("STRIPE_API_BASE");
        return set.isEmpty() ? "https://api.stripe.com" : set;
    }

    /** Where Paystack answers: the local one, or the address that is set, or Paystack's own. */
    String paystackBase() {
        String set = setting("PAYSTACK_API_BASE");
        return set.isEmpty() ? "https://api.paystack.co" : set;
    }

    /** The port that is set; else the usual one if nobody listens there, else any that is free. */
    private static int port(Map<String, String> environment, String name, int usual) {
        String set = environment.getOrDefault(name, "");
        if (!set.isEmpty()) {
            return Integer.parseInt(set);
        }
        return isFree(usual) ? usual : anyFree();
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException e) {
            return false; // taken: that is the answer
        }
    }

    private static int anyFree() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Lets last month be billed also in the first hour of this one. */
    static void setGraceToNothing(Path plans) {
        try (Stream<Path> files = Files.list(plans)) {
            for (Path file : files.toList()) {
                String plan = Files.readString(file).replaceAll("(?m)^grace:.*\n", "");
                Files.writeString(file, plan.replaceAll("(?m)^(plan:.*)$", "$1\ngrace: 0h"));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int nextRun(Path counter) {
        try {
            Files.createDirectories(counter.getParent());
            int run = Files.exists(counter)
                    ? Integer.parseInt(Files.readString(counter).strip()) + 1
                    : 1;
            Files.writeString(counter, run + "\n");
            return run;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
