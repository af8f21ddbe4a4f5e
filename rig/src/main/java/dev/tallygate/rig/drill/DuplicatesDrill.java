package dev.tallygate.rig.drill;

import dev.tallygate.v1.EventResult;
import dev.tallygate.v1.UsageEvent;
import dev.tallygate.v1.Verdict;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/**
 * R4: each event is sent one to five times, in a random order, at once, over two servers of which one is killed meanwhile;
 * then the same ids with other contents.
 */
final class DuplicatesDrill implements Exercise {
    private static final int CUSTOMERS = 10;
    private static final long CAP = 1_000_000_000;
    private static final int COPIES_MAX = 5;
    private static final int CALL_SIZE = 20;
    private static final int CALLERS = 8;
    private static final long SEED = 4;

    @Override
    public String name() {
        return "R4";
    }

    @Override
    public String title() {
        return "each event 1 to 5 times over two servers, then other contents under its id";
    }

    @Override
    public Fault fault() {
        return Fault.COUNTS_TWICE;
    }

    @Override
    public String figureOfFault() {
        return "doubled";
    }

    @Override
    public void run(Ground ground, Findings findings) {
        List<Subject> servers = List.of(ground.server(Map.of()), ground.server(Map.of()));
        ground.prepare(Load.customers(CUSTOMERS), CAP);
        List<UsageEvent> events = IntStream.range(0, ground.size().of(500, 10_000))
                .mapToObj(number -> event(ground, number, 1 + number % COPIES_MAX))
                .toList();
        List<List<UsageEvent>> calls = shuffledCopies(events);
        sendAll(ground, servers, calls);
        findings.figure("N", events.size());
        findings.figure("sent", calls.stream().mapToLong(List::size).sum());
        List<UsageEvent> others = otherContents(events);
        long races = raceForNewIds(ground, servers, events.size());
        sendOthers(ground, servers, others);
        findings.expect("conflicts", others.size() + races, ground.tally().verdicts(Verdict.VERDICT_CONFLICT));
        findings.expect("recorded twice", 0, ground.tally().recordedAgain());
        ground.judge(findings);
    }

    private static UsageEvent event(Ground ground, int number, long tokens) {
        return Load.event("e" + number, "c" + number % CUSTOMERS, tokens, ground.time());
    }

    private static List<List<UsageEvent>> shuffledCopies(List<UsageEvent> events) {
        Random random = new Random(SEED);
        List<UsageEvent> copies = new ArrayList<>();
        events.forEach(event -> copies.addAll(Collections.nCopies(1 + random.nextInt(COPIES_MAX), event)));
        Collections.shuffle(copies, random);
        return calls(copies);
    }

    private static List<List<UsageEvent>> calls(List<UsageEvent> events) {
        List<List<UsageEvent>> calls = new ArrayList<>();
        for (int from = 0; from < events.size(); from += CALL_SIZE) {
            calls.add(events.subList(from, Math.min(events.size(), from + CALL_SIZE)));
        }
        return calls;
    }

    /** The first server is killed when a third is answered. */
    private static void sendAll(Ground ground, List<Subject> servers, List<List<UsageEvent>> calls) {
        AtomicInteger next = new AtomicInteger();
        ground.progress().say(() -> "call " + next.get() + " of " + calls.size());
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Boolean>> callers = IntStream.range(0, CALLERS)
                    .mapToObj(caller -> threads.submit(() -> {
                        Client client = servers.get(caller % servers.size()).client();
                        for (int i = next.getAndIncrement(); i < calls.size(); i = next.getAndIncrement()) {
                            send(ground, client, calls.get(i));
                        }
                        return true;
                    }))
                    .toList();
            ground.progress().await("a third is sent", () -> next.get() > calls.size() / 3);
            servers.getFirst().kill();
            servers.getFirst().start();
            callers.forEach(Load::join);
        }
    }

    private static List<EventResult> send(Ground ground, Client client, List<UsageEvent> events) {
        List<EventResult> results = client.answered(Load.recording(events));
        ground.tally().answered(events, results);
        return results;
    }

    /** Of a tenth of the events another quantity, of a tenth another time. */
    private static List<UsageEvent> otherContents(List<UsageEvent> events) {
        List<UsageEvent> others = new ArrayList<>();
        for (int i = 0; i + 1 < events.size(); i += 10) {
            UsageEvent first = events.get(i);
            others.add(first.toBuilder().setTokensIn(first.getTokensIn() + 1).build());
            UsageEvent second = events.get(i + 1);
            others.add(second.toBuilder()
                    .setUsageTime(second.getUsageTime().toBuilder()
                            .setSeconds(second.getUsageTime().getSeconds() - 1))
                    .build());
        }
        return others;
    }

    private static void sendOthers(Ground ground, List<Subject> servers, List<UsageEvent> others) {
        ground.progress().say(() -> others.size() + " other contents");
        List<List<UsageEvent>> calls = calls(others);
        for (int i = 0; i < calls.size(); i++) {
            send(ground, servers.get(i % servers.size()).client(), calls.get(i));
        }
    }

    /** Two contents under one new id at the same moment: one is recorded, the other is a conflict. */
    private static long raceForNewIds(Ground ground, List<Subject> servers, int firstNumber) {
        int races = ground.size().of(20, 500);
        ground.progress().say(() -> races + " races for an id");
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int race = 0; race < races; race++) {
                int number = firstNumber + race;
                List<Future<List<EventResult>>> both = IntStream.range(0, 2)
                        .mapToObj(side -> threads.submit(() ->
                                send(ground, servers.get(side).client(), List.of(event(ground, number, 1 + side)))))
                        .toList();
                both.forEach(Load::join);
            }
        }
        return races;
    }
}
