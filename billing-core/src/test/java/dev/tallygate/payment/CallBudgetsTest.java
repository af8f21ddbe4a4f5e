package dev.tallygate.payment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallygate.SettableClock;
import dev.tallygate.TestDatabase;
import dev.tallygate.payment.CallPace.Verb;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class CallBudgetsTest {
    @RegisterExtension
    static final TestDatabase DATABASE = TestDatabase.create();

    private final SettableClock clock = SettableClock.at("2026-11-02T23:59:59Z");
    private final ProviderAccount own = new ProviderAccount("stripe", "own");
    private final ProviderAccount other = new ProviderAccount("stripe", "other");

    @Test
    @DisplayName("scenario 44: what an account is asked is counted by the day, and forgotten after thirty")
    void scenario44ReadsAreCountedByAccountAndDay() {
        CallBudgets budgets = new CallBudgets(new CallCountRepository(DATABASE.jdbcClient()), clock);
        CallPace pace = budgets.of(own, 1_000);

        pace.await(Verb.READ);
        pace.await(Verb.WRITE);
        budgets.of(other, 1_000).await(Verb.READ);
        clock.advance(Duration.ofSeconds(1));
        pace.await(Verb.READ);

        assertThat(budgets.recent(own)).isEqualTo(new CallBudgets.Calls(2, 1));
        assertThat(budgets.recent(other)).isEqualTo(new CallBudgets.Calls(1, 0));
        clock.advance(Duration.ofDays(29));
        assertThat(budgets.recent(own)).isEqualTo(new CallBudgets.Calls(1, 0));
        clock.advance(Duration.ofDays(1));
        assertThat(budgets.recent(own)).isEqualTo(new CallBudgets.Calls(0, 0));
        assertThat(budgets.paidRecently("stripe")).isZero();
    }
}
