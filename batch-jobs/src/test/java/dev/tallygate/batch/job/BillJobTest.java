package dev.tallygate.batch.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallygate.TestDatabase;
import dev.tallygate.Together;
import dev.tallygate.customer.CustomerRegistry;
import dev.tallygate.invoice.BillingWorld;
import dev.tallygate.invoice.DuePeriods;
import dev.tallygate.invoice.PeriodBilling;
import dev.tallygate.invoice.PeriodVerifier;
import dev.tallygate.invoice.VerifiablePeriods;
import dev.tallygate.operation.LeaseBook;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.batch.core.listener.StepListener;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;

/** {@code bill} as operators run it: again, interrupted, twice at once. */
class BillJobTest {
    private static final String UNTIL = "2026-04-01T00:00:00Z";
    private static final int CUSTOMERS = 110;
    private static final int CHUNKS = 3;

    @RegisterExtension
    static final TestDatabase DATABASE = TestDatabase.create();

    @TempDir
    Path reports;

    private final StringWriter said = new StringWriter();
    private BillingWorld world;

    @BeforeEach
    void open() {
        DATABASE.clear();
        world = new BillingWorld(DATABASE);
        world.plan("standard", "charges:", "  - {id: tokens, meter: tokens_out, per: 1, price: {gpt: 0.005}}");
    }

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    @DisplayName("R11: stopped before and after the work of every chunk and run again: the same invoices")
    void stoppedAnywhereAndRunAgainTheInvoicesAreTheSame_invariant6() {
        populate();
        assertThat(bill(Map.of())).isEqualTo(RunExit.DONE);
        Map<String, List<String>> uninterrupted = invoices();
        assertThat(uninterrupted.values()).allMatch(invoices -> invoices.size() == 1);

        for (int chunk = 1; chunk <= CHUNKS; chunk++) {
            for (Stop stop : List.of(Stop.before(chunk), Stop.after(chunk))) {
                emptyAndPopulate();
                assertThat(run(billJob(List.of(stop)), Map.of()))
                        .as(stop.toString())
                        .isEqualTo(RunExit.FAILED);
                assertThat(invoices()).as(stop.toString()).isNotEqualTo(uninterrupted);

                assertThat(bill(Map.of())).as(stop.toString()).isEqualTo(RunExit.DONE);
                assertThat(invoices()).as(stop.toString()).isEqualTo(uninterrupted);
                assertThat(said.toString()).contains("run 1 goes on");
                assertThat(report(".json")).contains("\"DONE\" : " + CUSTOMERS).contains("\"resumed\" : true");
            }
        }
    }

    @Test
    void aCompletedRunIsFollowedByTheNextNumberAndChangesNothing() {
        world.subscribe("acme", "standard", "2026-03-01T00:00:00Z");
        world.use("acme", "gpt", 100, "2026-03-10T00:00:00Z");

        assertThat(bill(Map.of())).isEqualTo(RunExit.DONE);
        List<String> once = world.invoices("acme");
        assertThat(bill(Map.of())).isEqualTo(RunExit.DONE);

        assertThat(world.invoices("acme")).isEqualTo(once).hasSize(1);
        assertThat(said.toString()).contains("1 done").contains("nothing to do");
        assertThat(report("run2", ".json")).contains("\"run\" : 2");
    }

    @Test
    @DisplayName(
            "R13: several starts at the same moment: one run works, the others say so and end well; one invoice each")
    void severalStartsAtTheSameMomentMakeOneOfEach_invariant6() {
        populate();

        List<RunExit> exits = Together.run(3, index -> bill(Map.of()));

        assertThat(exits).containsOnly(RunExit.DONE);
        assertThat(invoices().values()).allMatch(invoices -> invoices.size() == 1);
    }

    @Test
    void aTwinThatFindsTheLeaseHeldDoesNothingAndEndsWell() {
        world.subscribe("acme", "standard", "2026-03-01T00:00:00Z");
        world.use("acme", "gpt", 100, "2026-03-10T00:00:00Z");
        LeaseBook leases = world.bean(LeaseBook.class);
        LeaseBook.Lease held = leases.acquire("job-bill").orElseThrow();

        assertThat(bill(Map.of())).isEqualTo(RunExit.DONE);
        assertThat(said.toString()).contains("bill is already running");
        assertThat(world.invoices("acme")).isEmpty();

        leases.release(held);
        assertThat(bill(Map.of())).isEqualTo(RunExit.DONE);
        assertThat(world.invoices("acme")).hasSize(1);
    }

    @Test
    void somethingParkedIsExitCode2WithItsCommandInTheReportAndTheOthersAreBilled() {
        world.subscribe("acme", "standard", "2026-03-01T00:00:00Z");
        world.subscribe("other", "standard", "2026-03-01T00:00:00Z");
        world.use("acme", "mystery", 100, "2026-03-10T00:00:00Z");
        world.use("other", "gpt", 100, "2026-03-10T00:00:00Z");

        assertThat(bill(Map.of()).code()).isEqualTo(2);

        assertThat(world.invoices("other")).hasSize(1);
        assertThat(report(".txt"))
                .contains("UNPRICED_USAGE")
                .contains("./tallygate parked waive period-2026-03 --customer acme");
    }

    @Test
    void aDryRunLeavesItsReportAndNothingElse() {
        world.subscribe("acme", "standard", "2026-03-01T00:00:00Z");
        world.use("acme", "gpt", 100, "2026-03-10T00:00:00Z");

        assertThat(bill(Map.of(BillJob.DRY_RUN, "true"))).isEqualTo(RunExit.DONE);

        assertThat(world.invoices("acme")).isEmpty();
        assertThat(report(".txt")).contains("acme 2026-03").contains("0.50 USD");
        bill(Map.of());
        assertThat(world.invoices("acme")).hasSize(1);
    }

    @Test
    void oneCustomerIsBilledAloneWhenNamed() {
        world.subscribe("acme", "standard", "2026-03-01T00:00:00Z");
        world.subscribe("other", "standard", "2026-03-01T00:00:00Z");
        world.use("acme", "gpt", 100, "2026-03-10T00:00:00Z");
        world.use("other", "gpt", 100, "2026-03-10T00:00:00Z");

        bill(Map.of(BillJob.CUSTOMER, "other"));

        assertThat(world.invoices("acme")).isEmpty();
        assertThat(world.invoices("other")).hasSize(1);
    }

    @Test
    @DisplayName("kill -9: the run that a dead process left as STARTED is resumed by the next start")
    void aRunThatADeadProcessLeftIsResumed() {
        populate();
        run(billJob(List.of(Stop.before(2))), Map.of());
        sql("update BATCH_JOB_EXECUTION set STATUS = 'STARTED', END_TIME = null, EXIT_CODE = 'UNKNOWN'");
        sql("update BATCH_STEP_EXECUTION set STATUS = 'STARTED', END_TIME = null, EXIT_CODE = 'EXECUTING'");

        assertThat(bill(Map.of())).isEqualTo(RunExit.DONE);

        assertThat(said.toString()).contains("run 1 goes on");
        assertThat(invoices().values()).allMatch(invoices -> invoices.size() == 1);
    }

    @Test
    @DisplayName("R12: a run that lost its lease while it was stuck is fenced: what it writes later is rolled back")
    void aRunThatWasTakenOverWritesNothingMore() throws InterruptedException {
        populate();
        Stuck stuck = new Stuck(2);
        Thread zombie = Thread.ofPlatform().start(() -> run(billJob(List.of(stuck)), Map.of()));
        stuck.reached.await();
        sql("delete from leases");

        assertThat(bill(Map.of())).isEqualTo(RunExit.DONE);
        Map<String, List<String>> invoices = invoices();
        stuck.goOn.countDown();
        zombie.join();

        assertThat(invoices()).isEqualTo(invoices);
        assertThat(invoices.values()).allMatch(one -> one.size() == 1);
        assertThat(said.toString()).contains("run 1 goes on").contains("was taken over");
    }

    @Test
    @DisplayName(
            "K4: an outcome that is UNKNOWN is refused, repair mends it, never beside a live run; then it is resumed")
    void anUnknownOutcomeIsRepairedAndResumed() {
        populate();
        run(billJob(List.of(Stop.before(2))), Map.of());
        sql("update BATCH_JOB_EXECUTION set STATUS = 'UNKNOWN'");
        sql("update BATCH_STEP_EXECUTION set STATUS = 'UNKNOWN'");

        assertThat(bill(Map.of())).isEqualTo(RunExit.FAILED);
        assertThat(said.toString()).contains("./tallygate batch repair");

        LeaseBook leases = world.bean(LeaseBook.class);
        LeaseBook.Lease held = leases.acquire("job-bill").orElseThrow();
        assertThat(repair()).isEqualTo(RunExit.FAILED);
        leases.release(held);
        assertThat(repair()).isEqualTo(RunExit.DONE);

        assertThat(bill(Map.of())).isEqualTo(RunExit.DONE);
        assertThat(invoices().values()).allMatch(invoices -> invoices.size() == 1);
    }

    @Test
    @DisplayName(
            "verify proves rows = totals = costs = lines (invariants 2, 3, 7, 8), and names a figure that was broken")
    void verifyProvesAndNamesABrokenFigure() {
        world.subscribe("acme", "standard", "2026-03-01T00:00:00Z");
        world.subscribe("other", "standard", "2026-03-01T00:00:00Z");
        world.use("acme", "gpt", 3, "2026-03-10T00:00:00Z");
        world.use("acme", "gpt", 8, "2026-03-11T00:00:00Z");
        world.use("other", "gpt", 8, "2026-04-11T00:00:00Z");
        bill(Map.of());
        world.use("acme", "gpt", 1, "2026-03-11T00:00:00Z");
        assertThat(verify()).isEqualTo(RunExit.DONE);

        assertBroken("update usage_totals set tokens_out = tokens_out + %d", "usage_totals of");
        assertBroken("update usage_events set cost_units = cost_units + 0.000000000001 * %d", "cost_units of");
        assertBroken("update billing_periods set usage_cost = usage_cost + %d", "usage_cost against");
        assertBroken("update customer_ledgers set holds = holds + %d", "holds: 1 (expected: 0)");
        assertBroken("update invoice_lines set amount = amount + %d", "line 1 of inv_");
        assertBroken("update invoice_lines set unrounded_amount = unrounded_amount + %d", "unrounded amount");
        assertBroken("update invoices set total_amount = total_amount + %d", "total of inv_");
        assertThat(verify()).isEqualTo(RunExit.DONE);
    }

    private void assertBroken(String change, String named) {
        sql(change.formatted(1));
        assertThat(verify()).as(change).isEqualTo(RunExit.FAILED);
        assertThat(report("verify", ".txt")).as(change).contains(named);
        sql(change.formatted(-1));
    }

    private void populate() {
        for (int i = 0; i < CUSTOMERS; i++) {
            world.subscribe("c" + i, "standard", "2026-03-01T00:00:00Z");
            world.use("c" + i, "gpt", 100 + i, "2026-03-10T00:00:00Z");
        }
    }

    private void emptyAndPopulate() {
        world.close();
        open();
        said.getBuffer().setLength(0);
        populate();
    }

    private Map<String, List<String>> invoices() {
        Map<String, List<String>> invoices = new TreeMap<>();
        for (int i = 0; i < CUSTOMERS; i++) {
            invoices.put("c" + i, world.invoices("c" + i));
        }
        return invoices;
    }

    private RunExit bill(Map<String, String> more) {
        return run(billJob(List.of()), more);
    }

    private RunExit run(BatchJob job, Map<String, String> more) {
        Map<String, String> parameters = new TreeMap<>(more);
        parameters.put(BillJob.UNTIL, UNTIL);
        return runner().run(job, RunIdentity.of(job.name(), parameters), progress());
    }

    private RunExit verify() {
        VerifyJob job = new VerifyJob(
                repository(),
                world.bean(VerifiablePeriods.class),
                world.bean(PeriodVerifier.class),
                world.bean(CustomerRegistry.class));
        return runner().run(job, RunIdentity.of("verify", Map.of()), progress());
    }

    private RunExit repair() {
        return new RunRepair(repository(), world.bean(LeaseBook.class), world.clock()).repair(progress());
    }

    private BillJob billJob(List<? extends StepListener> listeners) {
        return new BillJob(
                repository(),
                world.bean(PlatformTransactionManager.class),
                world.bean(DuePeriods.class),
                world.bean(PeriodBilling.class),
                world.bean(CustomerRegistry.class),
                List.copyOf(listeners));
    }

    private JobRunner runner() {
        return new JobRunner(repository(), world.bean(LeaseBook.class), world.clock(), reports);
    }

    private JobRepository repository() {
        return new JobConfiguration()
                .repository(
                        DATABASE.dataSource(),
                        world.bean(JdbcTemplate.class),
                        world.bean(PlatformTransactionManager.class));
    }

    private RunProgress progress() {
        return new RunProgress(new PrintWriter(said), RunProgress.Style.PLAIN);
    }

    private void sql(String statement) {
        world.bean(JdbcTemplate.class).update(statement);
    }

    private String report(String ending) {
        return report("", ending);
    }

    private String report(String part, String ending) {
        try (var files = Files.list(reports)) {
            List<Path> found = new ArrayList<>(files.filter(file ->
                            file.toString().endsWith(ending) && file.toString().contains(part))
                    .toList());
            found.sort((one, other) ->
                    Long.compare(other.toFile().lastModified(), one.toFile().lastModified()));
            return Files.readString(found.getFirst());
        } catch (IOException unreadable) {
            throw new java.io.UncheckedIOException(unreadable);
        }
    }
}
