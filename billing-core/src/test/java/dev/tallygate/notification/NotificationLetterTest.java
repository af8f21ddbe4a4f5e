package dev.tallygate.notification;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallygate.catalog.Plan;
import dev.tallygate.catalog.PlanParser;
import dev.tallygate.customer.Customer;
import dev.tallygate.customer.CustomerProfile;
import dev.tallygate.customer.CustomerStatus;
import dev.tallygate.notification.Crossing.Threshold;
import dev.tallygate.party.Buyer;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Currency;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NotificationLetterTest {
    private static final Instant NOW = Instant.parse("2026-11-25T17:00:30Z");
    private static final Instant START = Instant.parse("2026-11-01T00:00:00Z");

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            cap      | hard | 80  | 412.499       | 80 % of your spend cap is used               | 412.50 USD of your spend cap of 500.00 USD, which is 82.4 %.  | Nothing is refused yet. At 100 % requests that cost something are refused (HTTP 402) until 1 December 2026, 00:00 UTC
            cap      | hard | 100 | 500           | Your spend cap is used up                    | 500.00 USD of your spend cap of 500.00 USD, which is 100.0 %. | From now on requests that cost something are refused (HTTP 402) until 1 December 2026, 00:00 UTC
            cap      | soft | 100 | 1234.5        | Your spend cap is used up                    | 1,234.50 USD of your spend cap of 500.00 USD, which is 246.9 %. | Nothing is refused: this cap only tells you.
            included | hard | 80  | 800000        | 80 % of your allowance "included" is used    | 800,000 tokens of your allowance "included" of 1,000,000 tokens | At 100 % requests that draw on it are refused (HTTP 402)
            included | soft | 100 | 1000001       | Your allowance "included" is used up         | 1,000,001 tokens of your allowance "included" of 1,000,000 tokens | usage beyond the allowance is charged as your plan says
            """)
    void eachLimitIsToldInItsOwnWords(
            String limitKey, String kind, int percent, BigDecimal used, String subject, String amount, String next) {
        NotificationLetter letter = letter(limitKey, kind, percent, used);
        String text = letter.letter().toText().replaceAll("\\s+", " ");

        assertThat(letter.letter().title()).isEqualTo(subject);
        assertThat(text)
                .contains(amount, next, "Plan: Standard", "Account: Acme (acme)", "Resets: 1 December 2026, 00:00 UTC")
                .contains("Threshold: " + percent + " %, crossed on 25 November 2026, 17:00 UTC");
    }

    @Test
    void bothFormsHaveTheSameWords() {
        NotificationLetter letter = letter("cap", "hard", 80, new BigDecimal("400"));

        String html = letter.letter()
                .toHtml()
                .replaceAll("(?s)<head>.*</head>", " ")
                .replaceAll("<[^>]+>", " ")
                .replace("&nbsp;", " ")
                .replace("&quot;", "\"");
        String text = letter.letter().toText().replaceAll("(?m)^(! |-- $)", " ").replaceAll("(?m)^(\\w[\\w ]*):", "$1");

        assertThat(words(html)).isEqualTo(words(text));
    }

    @Test
    void whatACustomerIsCalledIsNeverMarkup() {
        Letters hostile = new Letters("<script>alert(1)</script>");

        assertThat(hostile.html()).doesNotContain("<script>").contains("&lt;script&gt;");
    }

    /** A letter to a customer of this name. */
    private record Letters(String name) {
        String html() {
            return new NotificationLetter(
                            customer(name),
                            notification("cap", 80, BigDecimal.TEN, BigDecimal.valueOf(8)),
                            LimitTerms.of(plan("hard"), "cap").orElseThrow(),
                            Optional.empty(),
                            NOW)
                    .letter()
                    .toHtml();
        }
    }

    private static NotificationLetter letter(String limitKey, String kind, int percent, BigDecimal used) {
        LimitTerms terms = LimitTerms.of(plan(kind), limitKey).orElseThrow();
        return new NotificationLetter(
                customer("Acme"),
                notification(limitKey, percent, terms.amount(), used),
                terms,
                Optional.of(terms),
                NOW);
    }

    private static Notification notification(String limitKey, int percent, BigDecimal limit, BigDecimal used) {
        Crossing crossing = new Crossing(1, START, new Threshold(limitKey, percent, limit), used, 7, NOW);
        return new Notification(crossing, NotificationState.PENDING, 0, NOW, null);
    }

    private static Customer customer(String name) {
        CustomerProfile profile = new CustomerProfile(
                "acme", name, "acme@example.com", Currency.getInstance("USD"), CustomerProfile.STRIPE);
        return new Customer(1, profile, Buyer.NONE, CustomerStatus.ACTIVE, null, START, START);
    }

    private static Plan plan(String kind) {
        return PlanParser.parse("""
                plan: standard
                name: Standard
                currency: USD
                spend_cap: {amount: 500.00, kind: %1$s}
                alerts: [80, 100]
                charges:
                  - {id: tokens, meter: [tokens_in, tokens_out], per: 1_000, price: 1.00}
                allowances:
                  - {id: included, charges: [tokens], quantity: 1_000_000, kind: %1$s}
                """.formatted(kind)).getFirst().plan();
    }

    private static String words(String text) {
        return text.replaceAll("\\s+", " ").strip();
    }
}
