package dev.tallygate.customer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tallygate.SettableClock;
import dev.tallygate.TestDatabase;
import dev.tallygate.Together;
import dev.tallygate.rejection.Reason;
import dev.tallygate.rejection.Rejected;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Currency;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CustomerRegistryTest {

    @RegisterExtension
    static final TestDatabase DATABASE = TestDatabase.create();

    private static final CustomerProfile ACME = profile("acme", "Acme, Inc.", "billing@acme.example", "stripe");

    private final SettableClock clock = SettableClock.at("2026-03-11T12:00:00.1234567Z");
    private final List<String> told = Collections.synchronizedList(new ArrayList<>());
    private final CustomerRegistry registry = registryThatTells(customer -> told.add(customer.customerId()));

    @BeforeEach
    void emptyDatabase() {
        DATABASE.clear();
    }

    @Test
    void aCustomerIsMadeTogetherWithItsGate() {
        Customer made = registry.create(ACME);

        assertThat(registry.require("acme")).isEqualTo(made);
        assertThat(made.status()).isEqualTo(CustomerStatus.ACTIVE);
        assertThat(gateSeq(made)).isEqualTo(1);
        assertThat(told).containsExactly("acme");
    }

    @Test
    void theSameProfileAgainAnswersTheSameCustomer() {
        Customer made = registry.create(ACME);
        clock.advance(Duration.ofDays(1));

        assertThat(registry.create(ACME)).isEqualTo(made);
        assertThat(told).hasSize(1);
    }

    @Test
    void anotherProfileUnderTheSameIdIsRefused() {
        registry.create(ACME);

        assertThatThrownBy(() -> registry.create(profile("acme", "Acme, Ltd.", "billing@acme.example", "stripe")))
                .satisfies(thrown -> hasReason(thrown, Reason.CUSTOMER_EXISTS));
    }

    @Test
    void eightCreatorsOfOneCustomerMakeOne() {
        List<Customer> all = Together.run(8, number -> registry.create(ACME));

        assertThat(all).containsOnly(all.getFirst());
        assertThat(registry.list(0, 10)).hasSize(1);
        assertThat(count("customer_ledgers")).isEqualTo(1);
        assertThat(told).as("creations that were committed").contains("acme");
    }

    @Test
    void creatorsOfManyCustomersDoNotDisturbEachOther() {
        List<List<Customer>> all = Together.run(8, number -> {
            List<Customer> made = new ArrayList<>();
            for (int i = 0; i < 25; i++) {
                made.add(registry.create(profile("c" + (number + i) % 30, "", "", "stripe")));
            }
            return made;
        });

        assertThat(all.stream().flatMap(List::stream).distinct()).hasSize(30);
        assertThat(count("customer_ledgers")).isEqualTo(30);
    }

    @Test
    void whenAListenerFailsThereIsNoCustomer() {
        CustomerRegistry failing = registryThatTells(customer -> {
            throw new IllegalStateException("no plan for the provider");
        });

        assertThatThrownBy(() -> failing.create(ACME)).hasMessage("no plan for the provider");

        assertThat(registry.get("acme")).isEmpty();
        assertThat(count("customer_ledgers")).isZero();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', ignoreLeadingAndTrailingWhitespace = false, textBlock = """
            trailing |Acme|a@b|stripe|customer_id
            acme|Ac\tme|a@b|stripe|name
            acme|Acme|not an address|stripe|email
            acme|Acme|a@b@c|stripe|email
            acme|Acme|a@b|braintree|provider
            acme|Acme|''|paystack|email
            acme|Acme|''|manual|email
            """)
    void aFieldOutOfBoundsIsRefusedByName(String id, String name, String email, String provider, String field) {
        assertThatThrownBy(() -> registry.create(profile(id, name, email, provider)))
                .isInstanceOfSatisfying(
                        Rejected.class, rejected -> assertThat(rejected.field()).contains(field));
        assertThat(count("customers")).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"stripe", "paystack", "manual"})
    void eachProviderCollects(String provider) {
        Customer made = registry.create(profile("acme", "Acme", "a@b", provider));

        assertThat(made.profile().provider()).isEqualTo(provider);
    }

    @Test
    void paystackIsRefusedACurrencyThatItDoesNotCollect() {
        CustomerProfile euros = new CustomerProfile("acme", "", "a@b", Currency.getInstance("EUR"), "paystack");

        assertThatThrownBy(() -> registry.create(euros))
                .hasMessage(
                        "currency_code: EUR (expected: one that Paystack collects: NGN, GHS, ZAR, KES, USD or XOF)");
    }

    @Test
    void theEmailOfAManualCustomerCannotBeTakenAway() {
        registry.create(profile("acme", "Acme", "a@b", "manual"));

        assertThatThrownBy(() -> registry.update("acme", new CustomerChange(null, "")))
                .hasMessage(
                        "email: none (expected: an address, since the provider is manual: its invoices are sent by mail)");
    }

    @Test
    void idsAreCaseSensitive() {
        registry.create(ACME);

        assertThat(registry.get("ACME")).isEmpty();
        assertThat(registry.byIds(Set.of("acme", "Acme", "nobody"))).containsOnlyKeys("acme");
        assertThatThrownBy(() -> registry.require("acme "))
                .satisfies(thrown -> hasReason(thrown, Reason.CUSTOMER_NOT_FOUND));
    }

    @Test
    void anUpdateChangesWhatItNames() {
        registry.create(ACME);

        Customer updated = registry.update("acme", new CustomerChange(null, "new@acme.example"));

        assertThat(updated.profile()).isEqualTo(profile("acme", "Acme, Inc.", "new@acme.example", "stripe"));
    }

    @Test
    void aSuspendedCustomerComesBackAndAClosedOneDoesNot() {
        registry.create(ACME);

        assertThat(registry.changeStatus("acme", CustomerStatus.SUSPENDED).status())
                .isEqualTo(CustomerStatus.SUSPENDED);
        assertThat(registry.changeStatus("acme", CustomerStatus.ACTIVE).status())
                .isEqualTo(CustomerStatus.ACTIVE);
        assertThat(registry.changeStatus("acme", CustomerStatus.CLOSED).status())
                .isEqualTo(CustomerStatus.CLOSED);
        assertThat(registry.changeStatus("acme", CustomerStatus.CLOSED).status())
                .isEqualTo(CustomerStatus.CLOSED);
        assertThatThrownBy(() -> registry.changeStatus("acme", CustomerStatus.ACTIVE))
                .satisfies(thrown -> hasReason(thrown, Reason.CUSTOMER_CLOSED));
    }

    @Test
    void eachChangeOfStatusTakesASeqSoThatServersReadAgain() {
        Customer made = registry.create(ACME);

        registry.changeStatus("acme", CustomerStatus.SUSPENDED);
        registry.changeStatus("acme", CustomerStatus.SUSPENDED);
        registry.changeStatus("acme", CustomerStatus.ACTIVE);

        assertThat(gateSeq(made)).isEqualTo(3);
    }

    @Test
    void theProvidersAnswerIsFoundByItsId() {
        Customer made = registry.create(ACME);

        DATABASE.transactions().run(() -> registry.providerAnswered(made.customerKey(), "cus_1"));

        assertThat(registry.byProviderId("stripe", "cus_1").map(Customer::customerId))
                .contains("acme");
        assertThat(registry.byProviderId("stripe", "cus_2")).isEmpty();
        assertThat(registry.byKeys(Set.of(made.customerKey())).values())
                .singleElement()
                .satisfies(customer -> assertThat(customer.atProvider()).contains("cus_1"));
    }

    private CustomerRegistry registryThatTells(CustomerListener listener) {
        return new CustomerRegistry(DATABASE.jdbcClient(), DATABASE.transactions(), () -> List.of(listener), clock);
    }

    private static CustomerProfile profile(String id, String name, String email, String provider) {
        return new CustomerProfile(id, name, email, Currency.getInstance("USD"), provider);
    }

    private static long gateSeq(Customer customer) {
        return DATABASE.jdbcClient()
                .sql("select next_seq from customer_ledgers where customer_key = :key")
                .param("key", customer.customerKey())
                .query((row, number) -> row.getLong(1))
                .single();
    }

    private static long count(String table) {
        return DATABASE.jdbcClient()
                .sql("select count(*) from " + table)
                .query((row, number) -> row.getLong(1))
                .single();
    }

    private static void hasReason(Throwable thrown, Reason reason) {
        assertThat(thrown)
                .isInstanceOfSatisfying(
                        Rejected.class,
                        rejected -> assertThat(rejected.reason()).isEqualTo(reason));
    }
}
