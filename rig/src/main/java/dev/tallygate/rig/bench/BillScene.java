package dev.tallygate.rig.bench;

import dev.tallygate.rig.RigFailed;
import java.io.File;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@code bill} of the closed month, against one {@code group by} over its events, and against itself with a tenth of them.
 *
 * <p>Rehearsals ({@code --dry-run}: everything but the writing) can be repeated and are what the medians are of; the
 * invoices are then written once, by a run that is told beside them. Where time is short they are only written.
 */
final class BillScene {
    private static final String CUSTOMER = "bench-0";
    private static final Pattern REPORT = Pattern.compile("report: (.*)\\.txt");
    private static final double NANOS_PER_SECOND = 1e9;

    private final Bed bed;
    private final Site large;
    private final Site small;

    BillScene(Bed bed, Site large, Site small) {
        this.bed = bed;
        this.large = large;
        this.small = small;
    }

    /** Seconds of one run: of the job by its own report, and of the whole process. */
    private record Bill(double job, double process) {}

    void play() {
        bed.transcript().chapter("bill of the closed month");
        List<Double> groupBys = new ArrayList<>();
        List<Bill> bills = new ArrayList<>();
        List<Bill> smaller = new ArrayList<>();
        try (DatabaseRepository database = DatabaseRepository.open(large.url())) {
            for (int round = 0; round < bed.pace().jobs(); round++) {
                groupBys.add(groupBy(database));
                if (!bed.pace().isShort()) {
                    smaller.add(bill(small, "--dry-run"));
                    bills.add(bill(large, "--dry-run"));
                }
            }
        }
        long events = large.events();
        long fewer = small.events();
        List<Bill> smallerWritten = new ArrayList<>();
        List<Bill> written = new ArrayList<>();
        bed.together(() -> smallerWritten.add(bill(small)), () -> written.add(bill(large)));
        String shape = "%,d events, %,d customers x 20 models"
                .formatted(events, bed.pace().customers());
        Table.Yardstick groupBy = new Table.Yardstick(Spread.of(groupBys), "s of one group by");
        String grown = "%,d events against %,d, %,d customers"
                .formatted(events, fewer, bed.pace().customers());
        if (!bills.isEmpty()) {
            add("bill, rehearsed", shape, jobs(bills), groupBy, "<= 0.1");
            Table.Yardstick rehearsed = new Table.Yardstick(jobs(smaller), "s of the fewer");
            add("growth, rehearsed", grown, jobs(bills), rehearsed, "<= 1.1");
        }
        add("bill, written", shape, jobs(written), groupBy, "<= 0.1");
        add("bill, its process", shape, processes(written), groupBy, "");
        add(
                "growth, written",
                grown,
                jobs(written),
                new Table.Yardstick(jobs(smallerWritten), "s of the fewer"),
                "<= 1.1");
        prove(shape, groupBy);
    }

    /** What was billed, computed once more from the events: all of it, and one invoice as its customer asks about it. */
    private void prove(String shape, Table.Yardstick groupBy) {
        List<Double> verified = new ArrayList<>();
        List<Double> listed = new ArrayList<>();
        List<Double> explained = new ArrayList<>();
        String invoice = anInvoice();
        bed.together(
                () -> verified.add(job(large, "batch", "verify")),
                () -> bed.together(
                        () -> time(listed, "invoices", "list", "--customer", CUSTOMER, "--json"),
                        () -> time(explained, "explain", invoice)));
        add("verify", shape, Spread.of(verified), groupBy, "");
        add(
                "explain, its process",
                "one invoice of " + shape,
                Spread.of(explained),
                new Table.Yardstick(Spread.of(listed), "s of invoices list"),
                "");
    }

    private String anInvoice() {
        try (DatabaseRepository database = DatabaseRepository.open(large.url())) {
            return database.invoiceOf(CUSTOMER);
        }
    }

    /** The seconds of a command, as often as jobs run. */
    private void time(List<Double> seconds, String... words) {
        for (int round = 0; round < bed.pace().jobs(); round++) {
            seconds.add(seconds(large.run(words).time()));
        }
    }

    private void add(String what, String shape, Spread seconds, Table.Yardstick yardstick, String aim) {
        bed.table().add(what, shape, seconds, yardstick, aim);
    }

    private static double groupBy(DatabaseRepository database) {
        long start = System.nanoTime();
        int groups = database.groupBy();
        if (groups == 0) {
            throw new RigFailed("the closed month has no events");
        }
        return (System.nanoTime() - start) / NANOS_PER_SECOND;
    }

    private Bill bill(Site site, String... options) {
        List<String> words = new ArrayList<>(List.of("batch", "bill"));
        words.addAll(List.of(options));
        return ran(site, words);
    }

    private double job(Site site, String... words) {
        return ran(site, List.of(words)).job();
    }

    /** Runs a job that has to be done with every customer. */
    private Bill ran(Site site, List<String> words) {
        String command = String.join(" ", words);
        Site.Ended ended = site.run(words.toArray(String[]::new));
        Matcher report = REPORT.matcher(ended.output());
        if (!report.find()) {
            throw new RigFailed(command + " names no report: " + ended.output());
        }
        JsonNode facts = JsonMapper.shared().readTree(new File(report.group(1) + ".json"));
        int done = facts.path("counts").path("DONE").asInt();
        if (done < bed.pace().customers()) {
            throw new RigFailed(command + " was done with " + done + " customers (expected: "
                    + bed.pace().customers() + "): " + facts.path("summary").asString());
        }
        Duration job = Duration.between(
                Instant.parse(facts.path("start_time").asString()),
                Instant.parse(facts.path("end_time").asString()));
        Bill bill = new Bill(seconds(job), seconds(ended.time()));
        bed.transcript()
                .line("./tallygate %s: the job %.2f s, with its process %.2f s"
                        .formatted(command, bill.job(), bill.process()));
        return bill;
    }

    private static double seconds(Duration time) {
        return time.toNanos() / NANOS_PER_SECOND;
    }

    private static Spread jobs(List<Bill> bills) {
        return Spread.of(bills.stream().map(Bill::job).toList());
    }

    private static Spread processes(List<Bill> bills) {
        return Spread.of(bills.stream().map(Bill::process).toList());
    }
}
