package dev.tallygate.rig.drill;

import dev.tallygate.v1.CheckQuotaRequest;
import dev.tallygate.v1.GetUsageResponse;
import dev.tallygate.v1.ReserveQuotaRequest;
import dev.tallygate.v1.UsageEvent;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/** R5: many callers want the last dollars of one customer at the same moment, over two servers. */
final class CapDrill implements Exercise {
    private static final String CUSTOMER = "c0";

    @Override
    public String name() {
        return "R5";
    }

    @Override
    public String title() {
        return "callers at one cap over two servers: reserve, then record";
    }

    @Override
    public Fault fault() {
        return Fault.READS_THEN_WRITES;
    }

    @Override
    public String figureOfFault() {
        return "granted";
    }

    @Override
    public void run(Ground ground, Findings findings) {
        int callers = ground.size().of(200, 1_000);
        int cap = ground.size().of(100, 500);
        List<Subject> servers = List.of(ground.server(Map.of()), ground.server(Map.of()));
        ground.prepare(List.of(CUSTOMER), cap);
        long granted = grants(ground, servers, callers);
        GetUsageResponse usage = ground.usage(CUSTOMER);
        long spend = new BigDecimal(usage.getQuota().getSpend()).longValueExact();
        findings.figure("N", callers);
        findings.figure("cap", cap);
        findings.expect("granted", cap, granted);
        findings.expect("overshoot", 0, Math.max(0, spend - cap));
        findings.expect("spent", cap, spend);
        findings.require(
                new BigDecimal(usage.getQuota().getHeld()).signum() == 0,
                "held",
                usage.getQuota().getHeld() + " at the end (expected: 0)");
        ground.judge(findings);
    }

    private static long grants(Ground ground, List<Subject> servers, int callers) {
        AtomicInteger done = new AtomicInteger();
        ground.progress().say(() -> done.get() + " of " + callers + " callers are done");
        CountDownLatch start = new CountDownLatch(1);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Boolean>> answers = IntStream.range(0, callers)
                    .mapToObj(caller -> threads.submit(() -> {
                        start.await();
                        boolean granted = useOne(ground, servers, caller);
                        done.incrementAndGet();
                        return granted;
                    }))
                    .toList();
            start.countDown();
            return answers.stream().map(Load::join).filter(granted -> granted).count();
        }
    }

    /** Every second caller checks first. What was granted by one server is recorded by the other. */
    private static boolean useOne(Ground ground, List<Subject> servers, int caller) {
        Client client = servers.get(caller % 2).client();
        Client other = servers.get(1 - caller % 2).client();
        boolean worthAsking = caller % 4 < 2 || mayUse(client);
        if (!worthAsking || !reserve(client, "r" + caller)) {
            return false;
        }
        UsageEvent event = Load.event("e" + caller, CUSTOMER, 1, ground.time()).toBuilder()
                .setReservationId("r" + caller)
                .build();
        ground.tally().answered(List.of(event), other.answered(Load.recording(List.of(event))));
        return true;
    }

    private static boolean mayUse(Client client) {
        CheckQuotaRequest request = CheckQuotaRequest.newBuilder()
                .setCustomerId(CUSTOMER)
                .putQuantities("tokens_in", 1)
                .build();
        return client.answered(metering -> metering.checkQuota(request)).getAllowed();
    }

    private static boolean reserve(Client client, String reservationId) {
        ReserveQuotaRequest request = ReserveQuotaRequest.newBuilder()
                .setCustomerId(CUSTOMER)
                .setReservationId(reservationId)
                .putQuantities("tokens_in", 1)
                .build();
        return client.answered(metering -> metering.reserveQuota(request)).getGranted();
    }
}
