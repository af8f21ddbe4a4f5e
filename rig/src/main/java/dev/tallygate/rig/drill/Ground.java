package dev.tallygate.rig.drill;

import dev.tallygate.v1.GetUsageRequest;
import dev.tallygate.v1.GetUsageResponse;
import dev.tallygate.v1.UsageTotal;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What one drill runs on: an empty schema, servers of the product or the naive one in its place, the database's process. */
final class Ground implements AutoCloseable {
    private final Site site;
    private final Size size;
    private final Progress progress;
    private final @Nullable Fault fault;
    private final String schema;
    private final Database database;
    private final Tally tally = new Tally();
    private final Instant time = Instant.now().truncatedTo(ChronoUnit.MICROS);
    private final List<Subject> subjects = new ArrayList<>();
    private boolean toDrop;

    /** With a fault, the naive server stands in for the product. */
    Ground(Site site, String drill, Size size, @Nullable Fault fault) {
        this.site = site;
        this.size = size;
        this.fault = fault;
        this.schema = (fault == null ? "tallygate_drill_" : "tallygate_naive_") + drill.toLowerCase(Locale.ROOT);
        this.progress = new Progress(drill, site.transcript());
        this.database = new Database(site.url(), site.databasePid(), progress);
        progress.say(() -> "starting servers");
        try (RowsRepository rows = RowsRepository.open(site.urlOf(""))) {
            rows.createSchema(schema);
        }
    }

    Size size() {
        return size;
    }

    Progress progress() {
        return progress;
    }

    Database database() {
        return database;
    }

    /** The ledger of all callers on this ground. */
    Tally tally() {
        return tally;
    }

    /** When everything on this ground is used: when it was made. */
    Instant time() {
        return time;
    }

    /** Rows of this drill's schema. */
    RowsRepository rows() {
        return RowsRepository.open(site.urlOf(schema));
    }

    /** The table whose row of a customer serialises everything that changes the customer. */
    String gates() {
        return fault == null ? "customer_ledgers" : "customers";
    }

    /** Waits until the load has so many more acknowledged events. */
    void awaitAcknowledged(int more) {
        long enough = tally.acknowledged() + more;
        progress.await(more + " more events are acknowledged", () -> tally.acknowledged() >= enough);
    }

    /** Starts a server whose callers have all the time in the world. */
    Subject server(Map<String, String> settings) {
        return server(settings, Duration.ofSeconds(60));
    }

    /** Starts one more server on the same database, whose callers wait so long for an answer. */
    Subject server(Map<String, String> settings, Duration patience) {
        Path folder = site.folder(schema + "-" + subjects.size());
        Path first = site.folder(schema + "-0");
        Site.Ports ports = Site.Ports.free();
        Subject subject = new Subject(
                fault == null
                        ? site.product(folder, ports, with(settings))
                        : site.naive(folder, ports, site.urlOf(schema), fault),
                ports,
                new Client(
                        ports.grpc(),
                        () -> fault == null ? Site.read(first.resolve("admin.key")) : "none",
                        tally,
                        patience),
                progress);
        subjects.add(subject);
        subject.start();
        return subject;
    }

    private Map<String, String> with(Map<String, String> settings) {
        Map<String, String> all = new TreeMap<>(settings);
        all.put("TALLYGATE_DB_URL", site.urlOf(schema));
        return all;
    }

    /** Publishes a plan with one dollar a token and this hard cap, and brings customers who are on it. */
    void prepare(List<String> customers, long cap) {
        Client client = subjects.getFirst().client();
        client.publish("""
                plan: cap-%d
                name: Drill
                currency: USD
                spend_cap: {amount: %d.00, kind: hard}
                charges:
                  - {id: input, meter: tokens_in, price: 1.00}
                """.formatted(cap, cap));
        Instant start = YearMonth.now(ZoneOffset.UTC)
                .minusMonths(1)
                .atDay(1)
                .atStartOfDay()
                .toInstant(ZoneOffset.UTC);
        customers.forEach(customer -> client.bring(customer, "cap-" + cap, start));
    }

    /** What the server says of a customer now. */
    GetUsageResponse usage(String customerId) {
        GetUsageRequest request = GetUsageRequest.newBuilder()
                .setCustomerId(customerId)
                .setPeriodStart(Load.timestamp(time))
                .build();
        return subjects.getFirst().client().answered(metering -> metering.getUsage(request));
    }

    /**
     * Compares the callers' ledger with the rows, with what the server says and with the product's own proof: every
     * acknowledged event is there, once, and sums agree to the token.
     */
    void judge(Findings findings) {
        progress.say(() -> "comparing the books");
        long lost = 0;
        long doubled = 0;
        Map<String, Map<String, List<Long>>> rows;
        try (RowsRepository repository = rows()) {
            rows = repository.tokens();
        }
        for (var customer : tally.tokens().entrySet()) {
            Map<String, List<Long>> ofCustomer = rows.getOrDefault(customer.getKey(), Map.of());
            for (var event : customer.getValue().entrySet()) {
                List<Long> counted = ofCustomer.getOrDefault(event.getKey(), List.of());
                lost += counted.isEmpty() ? 1 : 0;
                doubled += Math.max(0, counted.size() - 1);
                findings.require(
                        counted.isEmpty() || counted.contains(event.getValue()),
                        "sums",
                        event.getKey() + " has " + counted + " tokens (expected: " + event.getValue() + ")");
            }
        }
        findings.figure("acked", tally.acknowledged());
        findings.expect("lost", 0, lost);
        findings.expect("doubled", 0, doubled);
        long stored = rows.values().stream().mapToLong(Map::size).sum();
        findings.require(
                stored + lost == tally.acknowledged(),
                "surplus",
                stored + " events are stored, " + tally.acknowledged() + " acknowledged and " + lost + " of them lost");
        tally.tokens().forEach((customer, events) -> compareSums(customer, events, findings));
        if (fault == null) {
            verify(findings);
        }
    }

    private void compareSums(String customerId, Map<String, Long> events, Findings findings) {
        long own = events.values().stream().mapToLong(Long::longValue).sum();
        GetUsageResponse usage = usage(customerId);
        long totals = usage.getTotalsList().stream()
                .mapToLong(UsageTotal::getTokensIn)
                .sum();
        long requests = usage.getTotalsList().stream()
                .mapToLong(UsageTotal::getRequests)
                .sum();
        findings.require(totals == own, "sums", customerId + ": " + totals + " tokens in its totals, " + own + " sent");
        findings.require(
                requests == events.size(),
                "sums",
                customerId + ": " + requests + " events in its totals, " + events.size() + " acknowledged");
        String spend = usage.getQuota().getSpend();
        findings.require(
                new BigDecimal(spend).compareTo(BigDecimal.valueOf(own)) == 0,
                "sums",
                customerId + ": spend " + spend + " (expected: " + own + ")");
    }

    /** {@code ./tallygate batch verify}, which rates every event again. */
    private void verify(Findings findings) {
        progress.say(() -> "./tallygate batch verify");
        Site.Ended verified = site.run(site.folder(schema + "-0"), with(Map.of()), "batch", "verify");
        findings.require(verified.code() == 0, "verify", verified.output().strip());
    }

    /** Leaves no schema behind. */
    void dropAtTheEnd() {
        toDrop = true;
    }

    @Override
    public void close() {
        database.close();
        subjects.forEach(Subject::close);
        if (toDrop) {
            try (RowsRepository rows = RowsRepository.open(site.urlOf(""))) {
                rows.dropSchema(schema);
            }
        }
        progress.close();
    }
}
