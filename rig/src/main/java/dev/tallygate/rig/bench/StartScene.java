package dev.tallygate.rig.bench;

import dev.tallygate.rig.RigFailed;
import dev.tallygate.v1.RecordUsageResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/** From the typed command to the first recorded event, and to the end of a command of the command line. */
final class StartScene {
    private static final Duration LOOK = Duration.ofMillis(5);
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final double NANOS_PER_SECOND = 1e9;
    private static final Shape ONE = Shape.of(1, 1, 1, 1);

    private final Bed bed;
    private final Site first;
    private final Site second;
    private final Threads.Numbers numbers;

    /** {@code second} has the customers and the admin key of {@code first}, and no server yet. */
    StartScene(Bed bed, Site first, Site second, Threads.Numbers numbers) {
        this.bed = bed;
        this.first = first;
        this.second = second;
        this.numbers = numbers;
    }

    /** Measures starts; the first server that was started serves what else is to be measured, before it is ended. */
    void play(Consumer<Place> beside) {
        bed.transcript().chapter("Starts");
        List<Double> servers = new ArrayList<>();
        List<Double> echoes = new ArrayList<>();
        List<Double> commands = new ArrayList<>();
        List<Double> machines = new ArrayList<>();
        for (int round = 0; round < bed.pace().jobs(); round++) {
            servers.add(server(round == 0 ? beside : place -> {}));
            bed.together(
                    () -> echoes.add(echo()),
                    () -> commands.add(seconds(first.run("customers", "list").time())));
            machines.add(javaVersion());
        }
        bed.table()
                .add(
                        "start, server",
                        "seconds from ./tallygate server to its first recorded event",
                        Spread.of(servers),
                        new Table.Yardstick(Spread.of(echoes), "s of an empty gRPC server"),
                        "<= 2.5 s");
        bed.table()
                .add(
                        "start, command",
                        "seconds of ./tallygate customers list, %,d of them"
                                .formatted(bed.pace().customers()),
                        Spread.of(commands),
                        new Table.Yardstick(Spread.of(machines), "s of java -version"),
                        "<= 1.5 s");
    }

    /** Seconds until a server that is started here has recorded an event. */
    private double server(Consumer<Place> beside) {
        long start = System.nanoTime();
        Process process = second.start(
                ProcessBuilder.Redirect.to(second.home().resolve("server.log").toFile()), "server");
        Product product = new Product(second.grpcPort(), first.key());
        try (Place place = Place.running(second, product, bed.pace().customers(), numbers, () -> end(process))) {
            awaitListening(process, second.grpcPort());
            StartScene.<RecordUsageResponse>answer(
                    observer -> product.record(bed.facts(), ONE, numbers.next(1), observer));
            double seconds = (System.nanoTime() - start) / NANOS_PER_SECOND;
            beside.accept(place);
            return seconds;
        }
    }

    private static <A> void answer(ClosedLoop.AsyncCall<A> call) {
        new ClosedLoop(1, PATIENCE, 1).run(1, call);
    }

    private static void awaitListening(Process process, int port) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!listens(port)) {
            if (!process.isAlive() || System.nanoTime() > end) {
                throw new RigFailed("a server that was started does not listen");
            }
            LockSupport.parkNanos(LOOK.toNanos());
        }
    }

    private static boolean listens(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static void end(Process process) {
        process.destroy();
        try {
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new RigFailed("a server that was asked to end goes on");
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new RigFailed("interrupted", e);
        }
    }

    private static double echo() {
        long start = System.nanoTime();
        try (Echo echo = Echo.start()) {
            answer(echo::call);
            return (System.nanoTime() - start) / NANOS_PER_SECOND;
        }
    }

    private static double javaVersion() {
        long start = System.nanoTime();
        try {
            new ProcessBuilder(ProcessHandle.current().info().command().orElse("java"), "-version")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
            return (System.nanoTime() - start) / NANOS_PER_SECOND;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RigFailed("interrupted", e);
        }
    }

    private static double seconds(Duration time) {
        return time.toNanos() / NANOS_PER_SECOND;
    }
}
