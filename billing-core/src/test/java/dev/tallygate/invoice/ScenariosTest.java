package dev.tallygate.invoice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tallygate.SettableClock;
import dev.tallygate.TestDatabase;
import dev.tallygate.ledger.PeriodKey;
import dev.tallygate.quota.QuotaConfiguration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs every file in {@code scenarios/}: a plan, usage, a bill, and the invoice that a person can check by hand. */
class ScenariosTest {
    private static final Path FOLDER = Path.of("src/test/resources/scenarios");

    @RegisterExtension
    static final TestDatabase DATABASE = TestDatabase.create();

    static List<String> scenarios() throws IOException {
        try (Stream<Path> files = Files.walk(FOLDER)) {
            return files.filter(file -> file.toString().endsWith(".txt"))
                    .map(file -> FOLDER.relativize(file).toString())
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("scenarios")
    @DisplayName("invariants 3, 7 and 8: an invoice is what a person computes, and its lines replay from the rows")
    void comesOutAsWritten(String file) throws IOException {
        run(Files.readString(FOLDER.resolve(file)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "pay acme 2026-03",
                "plan with words",
                "now 2026-03-01 and more",
                "now 2026-03-01\n  a line below",
                "  a line below nothing",
                "subscribe acme"
            })
    void whatItDoesNotKnowOrReadIsRefused(String scenario) {
        assertThatThrownBy(() -> run(scenario)).hasMessageContaining("expected");
    }

    @Test
    void anInvoiceThatIsNotDescribedIsRefused() {
        String scenario = """
                plan
                  plan: p
                  currency: USD
                  charges: [{id: base, flat: 1.00}]
                subscribe acme p from 2026-03-01
                bill 2026-03
                """;

        assertThatThrownBy(() -> run(scenario)).hasMessageContaining("does not describe");
        run(scenario + """
                invoice acme 2026-03
                  base: unrounded 1, 1.00 USD
                  total 1.00 USD
                """);
    }

    private static void run(String scenario) {
        DATABASE.clear();
        SettableClock clock = SettableClock.at("2026-01-01T00:00:00Z");
        try (BillingWorld world =
                new BillingWorld(DATABASE, clock, more -> more.registerBean(QuotaConfiguration.class))) {
            ScenarioVerbs verbs = new ScenarioVerbs(world);
            ScenarioLine.read(scenario).forEach(verbs::run);
            verbs.end();
            prove(world);
        }
    }

    private static void prove(BillingWorld world) {
        VerifiablePeriods periods = world.bean(VerifiablePeriods.class);
        for (long first = 1; first <= periods.customerKeyMax(); first += DuePeriods.RANGE_SIZE) {
            for (PeriodKey key : periods.ofRange(first, null)) {
                assertThat(world.bean(PeriodVerifier.class).verify(key))
                        .as("replayed: %s", key)
                        .isEmpty();
            }
        }
    }
}
