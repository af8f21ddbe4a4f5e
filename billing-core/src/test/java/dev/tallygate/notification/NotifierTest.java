package dev.tallygate.notification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tallygate.Together;
import dev.tallygate.customer.SubscriptionBook;
import dev.tallygate.customer.SubscriptionRequest;
import dev.tallygate.mail.MailDrop.Fault;
import dev.tallygate.notification.MailScene.Death;
import dev.tallygate.notification.MailScene.ProcessDied;
import dev.tallygate.operation.Parked;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Invariant 11 up to the mailbox: each crossing is told once, by the highest of its limit, and none is lost. */
class NotifierTest {
    @RegisterExtension
    static final MailScene SCENE = new MailScene();

    @Test
    @DisplayName("invariant 11: ten crossings under concurrency, two processes that mail: one mail each")
    void tenCrossingsAreMailedOnceEach() {
        for (int i = 0; i < 10; i++) {
            SCENE.customer("c" + i);
        }

        Together.run(14, thread -> {
            if (thread < 10) {
                SCENE.use("c" + thread, 5_000);
                SCENE.use("c" + thread, 4_000);
            } else {
                Notifier notifier = thread % 2 == 0 ? SCENE.notifier() : SCENE.secondNotifier();
                for (int round = 0; round < 30; round++) {
                    notifier.drain(3);
                }
            }
            return thread;
        });
        SCENE.drainAll();

        assertThat(SCENE.arrived())
                .containsExactlyInAnyOrder(java.util.stream.IntStream.range(0, 10)
                        .mapToObj(i -> "c" + i + "@example.com: 80 % of your spend cap is used")
                        .toArray(String[]::new));
        assertThat(SCENE.states()).hasSize(10).allMatch(state -> state.endsWith("80 of 10 SENT"));
    }

    @Test
    void oneEventThatCrossesBothIsMailedAsTheHighest() {
        SCENE.customer("acme");
        SCENE.use("acme", 12_000);

        NotifyReport report = SCENE.notifier().drain(10);

        assertThat(report.sent()).isEqualTo(1);
        assertThat(report.superseded()).isEqualTo(1);
        assertThat(SCENE.arrived()).containsExactly("acme@example.com: Your spend cap is used up");
        assertThat(SCENE.states()).containsExactly("acme cap 80 of 10 SUPERSEDED", "acme cap 100 of 10 SENT");
    }

    @Test
    void aLowerOneThatStillWaitsIsSupersededByALaterCrossing() {
        SCENE.customer("acme");
        SCENE.drop().next(Fault.RECIPIENT_LATER);
        SCENE.use("acme", 8_500);
        SCENE.notifier().drain(10);
        SCENE.use("acme", 2_000);

        SCENE.drainAll();

        assertThat(SCENE.arrived()).containsExactly("acme@example.com: Your spend cap is used up");
        assertThat(SCENE.states()).containsExactly("acme cap 80 of 10 SUPERSEDED", "acme cap 100 of 10 SENT");
    }

    @Test
    void bothAreMailedWhereTheFirstWasSentBeforeTheSecondWasCrossed() {
        SCENE.customer("acme");
        SCENE.use("acme", 8_500);
        SCENE.drainAll();
        SCENE.use("acme", 2_000);
        SCENE.drainAll();

        assertThat(SCENE.arrived())
                .containsExactly(
                        "acme@example.com: 80 % of your spend cap is used",
                        "acme@example.com: Your spend cap is used up");
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("invariant 11: killed before or after the mail was handed over, it is in the mailbox under one id")
    void aKilledProcessLosesNothing(Death death) {
        SCENE.customer("acme");
        SCENE.customer("hooli");
        SCENE.use("acme", 8_500);
        SCENE.use("hooli", 8_500);
        SCENE.killAt(death);

        assertThatThrownBy(() -> SCENE.notifier().drain(10)).isInstanceOf(ProcessDied.class);
        int whileLeased = SCENE.secondNotifier().drain(10).sent();
        SCENE.drainAll();

        assertThat(whileLeased).as("the other row only: the first is leased").isEqualTo(1);
        assertThat(SCENE.drop().messageIds().stream().distinct()).hasSize(2);
        assertThat(SCENE.drop().taken()).hasSize(death == Death.BEFORE_SENDING ? 2 : 3);
        assertThat(SCENE.states()).allMatch(state -> state.endsWith("SENT"));
    }

    @Test
    void aMailServerThatIsAwayForHoursGetsEachMailOnceWhenItIsBack() {
        for (int i = 0; i < 5; i++) {
            SCENE.customer("c" + i);
        }
        SCENE.stopMailServer();
        for (int i = 0; i < 5; i++) {
            SCENE.use("c" + i, 9_000);
        }
        int attempts = 0;
        for (int minute = 0; minute < 240; minute++) {
            attempts += SCENE.notifier().drain(100).again();
            SCENE.clock().advance(Duration.ofSeconds(60));
        }
        assertThat(attempts).as("one look a minute, whatever waits").isBetween(100, 241);
        assertThat(SCENE.states()).allMatch(state -> state.endsWith("PENDING"));

        SCENE.restartMailServer();
        SCENE.clock().advance(Duration.ofMinutes(1));
        int sent = SCENE.notifier().drain(100).sent();

        assertThat(sent).as("all within a minute of its return").isEqualTo(5);
        assertThat(SCENE.drop().messageIds()).doesNotHaveDuplicates().hasSize(5);
    }

    @Test
    void aRoundThatMeetsAnUnreachableServerSaysWhyAndRests() {
        SCENE.customer("acme");
        SCENE.customer("hooli");
        SCENE.use("acme", 9_000);
        SCENE.use("hooli", 9_000);
        SCENE.drop().next(Fault.BUSY);

        NotifyReport first = SCENE.notifier().drain(10);
        NotifyReport second = SCENE.notifier().drain(10);

        assertThat(first.again()).isEqualTo(1);
        assertThat(first.obstacle().orElseThrow()).contains("421");
        assertThat(second.isIdle()).isTrue();
        assertThat(second.obstacle()).isEqualTo(first.obstacle());
        SCENE.drainAll();
        assertThat(SCENE.arrived()).hasSize(2);
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {
                "NO_GREETING",
                "RECIPIENT_LATER",
                "SENDER_REFUSED",
                "DATA_LATER",
                "DROP_AFTER_DATA",
                "DROP_BEFORE_TAKING"
            })
    void whateverTheServerDoesTheMailIsInTheMailboxUnderOneId(Fault fault) {
        SCENE.customer("acme");
        SCENE.use("acme", 9_000);
        SCENE.drop().next(fault, fault);

        SCENE.drainAll();

        assertThat(SCENE.drop().messageIds().stream().distinct()).hasSize(1);
        assertThat(SCENE.drop().taken()).hasSize(fault == Fault.DROP_AFTER_DATA ? 3 : 1);
        assertThat(SCENE.states()).containsExactly("acme cap 80 of 10 SENT");
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"RECIPIENT_REFUSED", "DATA_REFUSED"})
    void aMailThatIsRefusedForGoodIsParkedAndMended(Fault fault) {
        SCENE.customer("acme");
        SCENE.use("acme", 9_000);
        SCENE.drop().next(fault);

        assertThat(SCENE.notifier().drain(10).parked()).isEqualTo(1);
        Parked parked = SCENE.parked().open(10).getFirst();
        assertThat(parked.cause().reason()).isEqualTo("MAIL_REFUSED");
        assertThat(parked.cause().mend()).isEqualTo("./tallygate parked retry mail:2026-11:cap:80:10");
        assertThat(parked.cause().detail())
                .contains("acme", "80 % of cap 10 in 2026-11")
                .doesNotContain("@");
        SCENE.parked().retry(parked.key());
        SCENE.drainAll();

        assertThat(SCENE.states()).containsExactly("acme cap 80 of 10 SENT");
        assertThat(SCENE.drop().messageIds()).hasSize(1);
        assertThat(SCENE.parked().open(10)).isEmpty();
    }

    @Test
    void aServerThatTakesMailsAndNeverSaysSoIsNotAskedForEver() {
        SCENE.customer("acme");
        SCENE.use("acme", 9_000);
        Fault[] always = new Fault[20];
        Arrays.fill(always, Fault.DROP_AFTER_DATA);
        SCENE.drop().next(always);

        SCENE.drainAll();

        assertThat(SCENE.drop().taken()).hasSize(8);
        assertThat(SCENE.drop().read()).as("under one Message-ID").hasSize(1);
        assertThat(SCENE.parked().open(10).getFirst().cause().reason()).isEqualTo("MAIL_IN_DOUBT");
    }

    @Test
    void aCustomerWithoutAnAddressIsParkedUntilItHasOne() {
        SCENE.core().subscribe("acme", "standard", "2026-01-01T00:00:00Z");
        SCENE.use("acme", 9_000);

        SCENE.drainAll();
        Parked parked = SCENE.parked().open(10).getFirst();
        assertThat(parked.cause().reason()).isEqualTo("NO_ADDRESS");
        assertThat(SCENE.states()).containsExactly("acme cap 80 of 10 NO_ADDRESS");
        SCENE.email("acme", "acme@example.com");
        SCENE.parked().retry(parked.key());
        SCENE.drainAll();

        assertThat(SCENE.arrived()).hasSize(1);
        assertThat(SCENE.parked().open(10)).isEmpty();
    }

    @Test
    void aWaivedOneIsNotMailedAndNotLostFromSight() {
        SCENE.core().subscribe("acme", "standard", "2026-01-01T00:00:00Z");
        SCENE.use("acme", 9_000);
        SCENE.drainAll();

        SCENE.parked().waive(SCENE.parked().open(10).getFirst().key());
        SCENE.email("acme", "acme@example.com");
        SCENE.drainAll();

        assertThat(SCENE.arrived()).isEmpty();
        assertThat(SCENE.states()).containsExactly("acme cap 80 of 10 NO_ADDRESS");
    }

    @Test
    @DisplayName("invariant 11: a raised cap warns again at its own 80 %")
    void aRaisedCapWarnsAgain() {
        SCENE.customer("acme");
        SCENE.use("acme", 8_500);
        SCENE.drainAll();
        raiseCap();
        SCENE.use("acme", 1_000);
        SCENE.drainAll();
        assertThat(SCENE.arrived()).as("9.50 is below 80 % of 20").hasSize(1);
        SCENE.use("acme", 7_000);
        SCENE.drainAll();

        assertThat(SCENE.states()).containsExactly("acme cap 80 of 10 SENT", "acme cap 80 of 20 SENT");
        assertThat(SCENE.drop().taken().get(1)).contains("16.50 USD of your spend cap of 20.00 USD");
    }

    @Test
    void crossingsOfTheOldAndTheRaisedCapThatBothWaitAreBothTold() {
        SCENE.customer("acme");
        SCENE.stopMailServer();
        SCENE.use("acme", 8_500);
        SCENE.notifier().drain(10);
        raiseCap();
        SCENE.use("acme", 8_000);
        SCENE.restartMailServer();
        SCENE.drainAll();

        assertThat(SCENE.states()).containsExactly("acme cap 80 of 10 SENT", "acme cap 80 of 20 SENT");
        assertThat(SCENE.drop().taken())
                .anyMatch(mail -> mail.contains("Since then your spend cap was changed to 20.00 USD"));
    }

    @Test
    void aMailThatIsLateSaysThatItsMonthIsOver() {
        SCENE.customer("acme");
        SCENE.stopMailServer();
        SCENE.use("acme", 12_000);
        SCENE.notifier().drain(10);
        SCENE.clock().set("2026-12-02T08:00:00Z");
        SCENE.restartMailServer();
        SCENE.drainAll();

        assertThat(SCENE.drop().taken().getFirst())
                .contains("This mail comes late: that month is over")
                .doesNotContain("From now on");
    }

    /** From the middle of the month on the customer has a plan with twice the cap. */
    private static void raiseCap() {
        SCENE.core()
                .publish(MailScene.PLAN.replace("plan: standard", "plan: big").replace("10.00", "20.00"));
        SubscriptionBook book = SCENE.core().get(SubscriptionBook.class);
        Instant tomorrow = Instant.parse("2026-11-16T00:00:00Z");
        book.cancel("acme", "sub-acme", tomorrow);
        book.create(new SubscriptionRequest("acme", "next", "big", tomorrow));
        SCENE.clock().set("2026-11-16T01:00:00Z");
    }
}
