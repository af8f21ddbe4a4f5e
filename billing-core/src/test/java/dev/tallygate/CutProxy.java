package dev.tallygate;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A wire to the database that can be cut at a commit: before it arrives, or when its answer is on the way back; or that
 * carries nothing any more and does not say so.
 */
public final class CutProxy implements AutoCloseable {

    private static final int BUFFER_BYTES = 1 << 20;

    /** A packet's length and number, its command, and on MySQL the count of its attributes stand before the text. */
    private static final int HEAD_BYTES = 16;

    private final ServerSocket door;
    private final String address;
    private final String target;
    private final AtomicReference<Cut> next = new AtomicReference<>(Cut.NONE);
    private final AtomicInteger oneTrips = new AtomicInteger();

    /** Where the wire is cut. */
    public enum Cut {
        NONE,
        BEFORE_COMMIT,
        AFTER_COMMIT,
        SILENT_BEFORE_COMMIT,
        SILENT_AFTER_COMMIT
    }

    /** What becomes of bytes. */
    private enum Fate {
        PASS,
        VANISH,
        CUT
    }

    private CutProxy(ServerSocket door, String url) {
        this.door = door;
        this.target = url.substring("jdbc:".length());
        this.address = url.replaceFirst("//[^/]+/", "//127.0.0.1:" + door.getLocalPort() + "/");
    }

    /** A wire to the database of this address. */
    public static CutProxy to(String url) {
        try {
            CutProxy proxy = new CutProxy(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), url);
            Thread.ofVirtual().start(proxy::accept);
            return proxy;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The database's address through this wire. */
    public String url() {
        return address;
    }

    /** Orders how the next commit of events fares; those after it fare well. */
    public void cutNext(Cut cut) {
        next.set(cut);
    }

    /** How many whole transactions came in one trip. */
    public int oneTrips() {
        return oneTrips.get();
    }

    private void accept() {
        while (!door.isClosed()) {
            try {
                Socket client = door.accept();
                URI database = URI.create(target);
                Socket server = new Socket(database.getHost(), database.getPort());
                Line line = new Line();
                Thread.ofVirtual().start(() -> pump(client, server, line::upstream));
                Thread.ofVirtual().start(() -> pump(server, client, line::downstream));
            } catch (IOException closed) {
                return;
            }
        }
    }

    /** One connection. */
    private final class Line {
        private boolean writesEvents;
        private volatile Cut cut = Cut.NONE;

        Fate upstream(byte[] bytes, int length) {
            String text = new String(bytes, 0, length, StandardCharsets.ISO_8859_1);
            if (text.substring(0, Math.min(HEAD_BYTES, length)).contains("begin;")) {
                oneTrips.incrementAndGet();
            }
            writesEvents |= text.contains("insert into usage_events");
            if (writesEvents && text.toLowerCase(Locale.ROOT).endsWith("commit")) {
                writesEvents = false;
                cut = next.getAndSet(Cut.NONE);
            }
            return switch (cut) {
                case BEFORE_COMMIT -> Fate.CUT;
                case SILENT_BEFORE_COMMIT -> Fate.VANISH;
                case NONE, AFTER_COMMIT, SILENT_AFTER_COMMIT -> Fate.PASS;
            };
        }

        Fate downstream(byte[] bytes, int length) {
            return switch (cut) {
                case AFTER_COMMIT -> Fate.CUT;
                case SILENT_BEFORE_COMMIT, SILENT_AFTER_COMMIT -> Fate.VANISH;
                case NONE, BEFORE_COMMIT -> Fate.PASS;
            };
        }
    }

    private interface Gate {
        Fate of(byte[] bytes, int length);
    }

    private static void pump(Socket from, Socket to, Gate gate) {
        byte[] buffer = new byte[BUFFER_BYTES];
        try (from;
                to;
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream()) {
            for (int length = in.read(buffer); length > 0; length = in.read(buffer)) {
                Fate fate = gate.of(buffer, length);
                if (fate == Fate.CUT) {
                    return;
                }
                if (fate == Fate.PASS) {
                    out.write(buffer, 0, length);
                }
            }
        } catch (IOException cut) {
            // the other direction ended first
        }
    }

    @Override
    public void close() {
        try {
            door.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
