package dev.tallygate.rig.drill;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/** R6: holders reserve and die, and the server with them; at every step what is left is cap - committed - living holds. */
final class HoldsDrill implements Exercise {

    @Override
    public String name() {
        return "R6";
    }

    @Override
    public String title() {
        return "crashed holders of reservations, against a model";
    }

    @Override
    public Fault fault() {
        return Fault.HOLDS_STAY;
    }

    @Override
    public String figureOfFault() {
        return "wrong";
    }

    @Override
    public void run(Ground ground, Findings findings) {
        int customers = ground.size().of(4, 10);
        int steps = ground.size().of(40, 300);
        Subject server = ground.server(Map.of());
        ground.prepare(Load.customers(customers), HoldModel.CAP);
        List<HoldModel> models = Load.customers(customers).stream()
                .map(customer -> new HoldModel(customer, ground, server.client()))
                .toList();
        AtomicInteger done = new AtomicInteger();
        ground.progress().say(() -> "step " + done.get() + " of " + customers * steps);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Boolean>> walks = models.stream()
                    .map(model -> threads.submit(() -> walk(model, steps, done)))
                    .toList();
            ground.progress().await("a third of the steps", () -> done.get() > customers * steps / 3);
            server.kill();
            server.start();
            walks.forEach(Load::join);
        }
        findings.figure("N", (long) customers * steps);
        findings.figure("granted", models.stream().mapToLong(HoldModel::granted).sum());
        findings.figure(
                "holders dead", models.stream().mapToLong(HoldModel::abandoned).sum());
        long wrong = models.stream().mapToLong(HoldModel::wrong).sum();
        findings.figure("wrong", wrong);
        models.forEach(model -> findings.require(model.wrong() == 0, "wrong", model.firstWrong()));
        ground.judge(findings);
    }

    private static boolean walk(HoldModel model, int steps, AtomicInteger done) {
        IntStream.range(0, steps).forEach(step -> {
            model.step(step);
            done.incrementAndGet();
        });
        model.outliveAllHolds();
        return true;
    }
}
