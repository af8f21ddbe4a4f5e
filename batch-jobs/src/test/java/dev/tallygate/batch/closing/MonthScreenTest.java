package dev.tallygate.batch.closing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallygate.batch.cli.Colours;
import dev.tallygate.money.Money;
import dev.tallygate.month.MonthOverview;
import dev.tallygate.month.MonthOverview.Change;
import dev.tallygate.month.MonthOverview.Changes;
import dev.tallygate.month.MonthOverview.CurrencySum;
import dev.tallygate.month.MonthOverview.Pending;
import dev.tallygate.month.MonthOverview.StepCount;
import dev.tallygate.month.MonthStep;
import dev.tallygate.month.NextStep;
import dev.tallygate.time.BillingPeriod;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class MonthScreenTest {
    private static final BillingPeriod MONTH = BillingPeriod.month(YearMonth.parse("2026-10"));
    private static final Instant NOW = Instant.parse("2026-11-02T09:14:33Z");
    private static final Pending NOTHING = new Pending(0, 0, 0, Map.of(), 0, 0, 0);
    private static final Changes NONE = new Changes(0, 0, List.of());

    @Test
    void itFitsEightyByFortyWhateverThereIs() {
        List<StepCount> steps = new ArrayList<>();
        List<CurrencySum> sums = new ArrayList<>();
        for (String code : List.of("USD", "EUR", "NGN", "JPY", "KWD", "XOF", "UGX")) {
            Money billions = new Money(5_000_000_000_00L, Currency.getInstance(code));
            for (MonthStep step : MonthStep.values()) {
                steps.add(new StepCount(step, 1_234_567, billions));
            }
            sums.add(new CurrencySum(billions.currency(), 1_234_567, billions, billions, billions, billions));
        }
        List<Change> changes = Stream.generate(() -> new Change(
                        "c".repeat(64),
                        sums.getFirst().invoiced(),
                        sums.getFirst().open()))
                .limit(5)
                .toList();
        Map<Currency, Money> carried = Map.of(
                sums.getFirst().currency(), sums.getFirst().paid(),
                sums.getLast().currency(), sums.getLast().paid());
        Pending pending = new Pending(12_345, 12_345, 12_345, carried, 12_345, 12_345, 12_345);

        List<String> lines = screen(steps, sums, pending, new Changes(1_234, 1_234, changes));

        assertThat(lines).hasSizeLessThanOrEqualTo(40);
        assertThat(lines).allSatisfy(line -> assertThat(line.length()).as(line).isLessThanOrEqualTo(80));
        assertThat(lines.getLast()).isEqualTo("      because");
        assertThat(lines).contains("  and 2 currencies more: --json");
    }

    @Test
    void aMonthWithoutCustomersSaysSo() {
        List<String> lines = screen(List.of(), List.of(), NOTHING, NONE);

        assertThat(lines)
                .containsExactly(
                        "October 2026                                          as of 2026-11-02 09:14 UTC",
                        "",
                        "Customers  0",
                        "  nobody was subscribed in 2026-10",
                        "",
                        "Next  ./tallygate batch deliver",
                        "      because");
    }

    @Test
    void aStepWithoutMoneyIsOneLineAndOneWithMoneyALineACurrency() {
        Money none = Money.zero(Currency.getInstance("USD"));
        Money some = new Money(1250, Currency.getInstance("EUR"));
        List<StepCount> steps = List.of(
                new StepCount(MonthStep.OPEN, 1, none),
                new StepCount(MonthStep.OPEN, 2, Money.zero(some.currency())),
                new StepCount(MonthStep.PAID, 9, some));

        List<String> lines = screen(steps, List.of(), NOTHING, NONE);

        assertThat(lines)
                .contains("  open                  3                          ██████")
                .contains("  paid                  9               12.50 EUR  ██████████████████");
    }

    private static List<String> screen(
            List<StepCount> steps, List<CurrencySum> sums, Pending pending, Changes changes) {
        NextStep next = new NextStep("./tallygate batch deliver", "because");
        MonthOverview overview = new MonthOverview(MONTH, true, steps, sums, pending, changes, next);
        StringWriter text = new StringWriter();
        PrintWriter out = new PrintWriter(text);
        new MonthScreen(overview, NOW, Colours.OFF).print(out);
        out.flush();
        return text.toString().lines().toList();
    }
}
