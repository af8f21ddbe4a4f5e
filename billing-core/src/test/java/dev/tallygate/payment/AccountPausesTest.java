package dev.tallygate.payment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallygate.SettableClock;
import dev.tallygate.TestDatabase;
import dev.tallygate.Together;
import dev.tallygate.customer.Customer;
import dev.tallygate.invoice.InvoiceId;
import dev.tallygate.invoice.InvoiceStatus;
import dev.tallygate.payment.FakeProvider.Misfortune;
import dev.tallygate.payment.Outcome.Limit;
import java.time.Duration;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** How far a limit or an outage reaches: what waits, what goes on, and that every process sees it. */
class AccountPausesTest {
    @RegisterExtension
    static final TestDatabase DATABASE = TestDatabase.create();

    private final SettableClock clock = SettableClock.at("2026-11-02T08:00:00Z");
    private final FakeProvider provider = new FakeProvider();
    private PaymentWorld world;
    private PaymentWorld otherProcess;

    @BeforeEach
    void openWorlds() {
        DATABASE.clear();
        world = new PaymentWorld(DATABASE, clock, provider);
        otherProcess = new PaymentWorld(DATABASE, clock, provider);
    }

    @AfterEach
    void closeWorlds() {
        world.close();
        otherProcess.close();
    }

    @Test
    @DisplayName("scenario 6: a limit of the account slows everything of it, in every process, for as long as it says")
    void scenario6AGlobalLimitSlowsTheWholeAccount() {
        customers(3);
        provider.order(limited(Limit.ACCOUNT, Duration.ofSeconds(30)));

        DrainReport report = world.delivery().drain(10);

        assertThat(report.again()).isEqualTo(1);
        assertThat(report.accepted()).isZero();
        assertThat(report.nextTime()).contains(clock.instant().plusSeconds(30));
        assertThat(report.obstacles()).singleElement().asString().contains("stripe waits until", "429");
        assertThat(otherProcess.delivery().drain(10).isIdle()).isTrue();
        clock.advance(Duration.ofSeconds(29));
        assertThat(otherProcess.delivery().drain(10).isIdle()).isTrue();
        assertThat(provider.keys).hasSize(1);

        clock.advance(Duration.ofSeconds(1));
        assertThat(otherProcess.delivery().drain(10).accepted()).isEqualTo(3);
        assertThat(provider.customers).hasSize(3);
    }

    @Test
    @DisplayName("scenario 6: a limit of one kind of call leaves the other kinds alone")
    void scenario6AnEndpointLimitSlowsThatKindOfCall() {
        Customer acme = world.customer("acme", "USD");
        Customer bolt = world.customer("bolt", "USD");
        world.drainAll();
        InvoiceId first = world.planned(acme, 100);
        InvoiceId second = world.planned(bolt, 100);
        provider.order(limited(Limit.KIND, Duration.ofSeconds(40)));
        world.delivery().drain(1);
        world.customer("crane", "USD");

        DrainReport report = otherProcess.delivery().drain(10);

        assertThat(report.accepted()).isEqualTo(1);
        assertThat(provider.customers).hasSize(3);
        assertThat(provider.invoices).isEmpty();
        assertThat(report.nextTime()).contains(clock.instant().plusSeconds(40));
        world.drainAll();
        assertThat(world.invoice(first).status()).isEqualTo(InvoiceStatus.FINALIZED);
        assertThat(world.invoice(second).status()).isEqualTo(InvoiceStatus.FINALIZED);
    }

    @Test
    void aLimitThatIsMetAgainAndAgainIsWaitedForLonger() {
        customers(1);
        Duration last = Duration.ZERO;
        for (int time = 0; time < 8; time++) {
            provider.order(new Outcome.RetryLater("429", Optional.empty(), Limit.ACCOUNT));
            DrainReport report = world.delivery().drain(10);
            last = Duration.between(clock.instant(), report.nextTime().orElseThrow());
            clock.advance(last);
        }

        assertThat(last).isBetween(Duration.ofSeconds(60), Duration.ofMinutes(2));

        world.drainAll();
        clock.advance(Duration.ofMinutes(10));
        world.customer("late", "USD");
        provider.order(new Outcome.RetryLater("429", Optional.empty(), Limit.ACCOUNT));
        DrainReport later = world.delivery().drain(10);
        assertThat(Duration.between(clock.instant(), later.nextTime().orElseThrow()))
                .isLessThanOrEqualTo(Duration.ofSeconds(1));
    }

    @Test
    @DisplayName("scenario 7: a locked object lets that one call wait, and not for long")
    void scenario7ALockTimeoutIsOnlyThatRowAndSoon() {
        customers(3);
        provider.order(new Outcome.RetryLater("429 lock_timeout", Optional.empty(), Limit.LOCK));

        DrainReport report = world.delivery().drain(10);

        assertThat(report.again()).isEqualTo(1);
        assertThat(report.accepted()).isEqualTo(2);
        assertThat(report.obstacles()).isEmpty();
        assertThat(Duration.between(clock.instant(), report.nextTime().orElseThrow()))
                .isLessThanOrEqualTo(Duration.ofMillis(250));
        world.drainAll();
        assertThat(provider.customers).hasSize(3);
    }

    @Test
    @DisplayName("scenario 4: a key that is in use is no failure: the same key again, the others go on")
    void scenario4AKeyInUseIsAskedAgainUnderTheSameKey() {
        customers(2);
        provider.order(new Outcome.RetryLater("409 idempotency_key_in_use", Optional.empty()));

        assertThat(world.delivery().drain(10).accepted()).isEqualTo(1);
        world.drainAll();

        assertThat(provider.customers).hasSize(2);
        assertThat(provider.keys).hasSize(3);
        assertThat(new TreeSet<>(provider.keys)).hasSize(2);
        assertThat(world.parkedReasons()).isEmpty();
    }

    @Test
    @DisplayName("scenario 45: an outage opens the circuit for every process; one call goes first, then all, each once")
    void scenario45AnOutageIsAbsorbedAndNobodyIsBilledTwice() {
        customers(20);
        lose(Pause.OUTAGE_STRIKES);

        world.delivery().drain(100);

        assertThat(provider.keys).hasSize(Pause.OUTAGE_STRIKES);
        assertThat(otherProcess.delivery().drain(100).isIdle()).isTrue();
        provider.order(Misfortune.CALL_LOST);
        clock.advance(Duration.ofSeconds(15));
        assertThat(otherProcess.delivery().drain(100).again()).isEqualTo(1);
        assertThat(world.delivery().drain(100).isIdle()).isTrue();
        assertThat(provider.keys).hasSize(Pause.OUTAGE_STRIKES + 1);

        clock.advance(Duration.ofSeconds(30));
        assertThat(world.delivery().drain(100).accepted()).isEqualTo(20);
        assertThat(provider.customers).hasSize(20);
        assertThat(new TreeSet<>(provider.keys)).hasSize(20);
        assertThat(otherProcess.delivery().drain(100).obstacles()).isEmpty();
    }

    @Test
    @DisplayName("scenario 45: after an outage one call of all processes goes first")
    void scenario45OneCallGoesFirst() {
        customers(20);
        lose(Pause.OUTAGE_STRIKES);
        world.delivery().drain(100);
        clock.advance(Duration.ofSeconds(15));
        lose(4);
        int before = provider.keys.size();

        Together.run(
                4,
                drainer -> (drainer % 2 == 0 ? world : otherProcess).delivery().drain(100));

        assertThat(provider.keys).hasSize(before + 1);
    }

    @Test
    void oneCallThatIsLostAgainAndAgainIsNoOutage() {
        customers(1);
        lose(20);
        for (int time = 0; time < 20; time++) {
            DrainReport report = world.delivery().drain(10);
            assertThat(report.obstacles()).isEmpty();
            clock.advance(Duration.between(clock.instant(), report.nextTime().orElseThrow()));
        }
        customers(1);

        assertThat(world.delivery().drain(10).accepted()).isEqualTo(2);
    }

    @Test
    @DisplayName("scenario 5: a key that would go to another endpoint is never sent, and a person is told")
    void scenario5AKeyThatWouldGoToAnotherEndpointIsNeverSent() {
        customers(1);
        lose(1);
        world.delivery().drain(10);
        DATABASE.jdbcClient()
                .sql("update deliveries set endpoint = 'POST /v1/elsewhere'")
                .update();
        clock.advance(Duration.ofMinutes(1));

        assertThat(world.delivery().drain(10).parked()).isEqualTo(1);

        assertThat(provider.keys).hasSize(1);
        assertThat(world.parkedReasons()).containsExactly("ENDPOINT_CHANGED");
        assertThat(world.parked().open(1).getFirst().cause().detail())
                .contains("POST /v1/elsewhere", "CREATE_CUSTOMER");
    }

    @Test
    @DisplayName("scenario 3: a provider that stores a failure under each new key is a person's to ask")
    void scenario3AFailureThatIsStoredUnderEveryKeyIsParked() {
        customers(1);
        for (int key = 0; key < DeliveryRecorder.STORED_FAILURES_MAX; key++) {
            provider.order(Misfortune.FAILURE_STORED);
        }

        world.drainAll();

        assertThat(provider.customers).isEmpty();
        assertThat(new TreeSet<>(provider.keys)).hasSize(DeliveryRecorder.STORED_FAILURES_MAX);
        assertThat(world.parkedReasons()).containsExactly("FAILURE_STORED");
    }

    private void customers(int count) {
        int known = world.customers().list(0, 100).size();
        for (int i = 0; i < count; i++) {
            world.customer("customer-" + (known + i), "USD");
        }
    }

    private void lose(int calls) {
        for (int call = 0; call < calls; call++) {
            provider.order(Misfortune.CALL_LOST);
        }
    }

    private static Outcome limited(Limit limit, Duration after) {
        return new Outcome.RetryLater("429", Optional.of(after), limit);
    }
}
