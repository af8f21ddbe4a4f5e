package dev.tallygate.month;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallygate.time.BillingPeriod;
import java.time.YearMonth;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NextStepTest {
    private static final BillingPeriod MONTH = BillingPeriod.month(YearMonth.parse("2026-10"));

    @ParameterizedTest
    @CsvSource(textBlock = """
            # parked, to bill, unapproved, to deliver, delivered, overdue, finalized; the command
            1 5 5 5 1 1 1, ./tallygate parked list
            0 5 5 5 1 1 1, ./tallygate batch bill --period 2026-10
            0 0 5 5 1 1 1, ./tallygate invoices approve --period 2026-10 --all
            0 0 0 5 1 1 1, ./tallygate batch deliver
            0 0 0 0 1 1 1, ./tallygate batch deliver
            0 0 0 0 0 1 1, ./tallygate invoices list --period 2026-10 --overdue
            0 0 0 0 0 0 1, ./tallygate batch reconcile --period 2026-10
            0 0 0 0 0 0 0, ./tallygate batch reconcile --period 2026-10
            """)
    void theFirstThingThatHoldsTheMonthUpComesFirst(String figures, String command) {
        long[] counts =
                Stream.of(figures.split(" ", -1)).mapToLong(Long::parseLong).toArray();

        NextStep next = NextStep.of(new NextStep.Facts(
                MONTH,
                true,
                true,
                new NextStep.Counts(counts[0], counts[1], counts[2], counts[3], counts[4], counts[5], counts[6]),
                ""));

        assertThat(next.command()).isEqualTo(command);
    }

    @Test
    void aMonthThatIsNotOverIsLookedAtByItsBiggestCustomer() {
        NextStep.Counts open = new NextStep.Counts(0, 5, 0, 0, 0, 0, 0);

        assertThat(NextStep.of(new NextStep.Facts(MONTH, false, false, open, "acme"))
                        .command())
                .isEqualTo("./tallygate invoices preview acme");
        assertThat(NextStep.of(new NextStep.Facts(MONTH, false, false, open, ""))
                        .command())
                .isEmpty();
    }
}
