package dev.tallygate.party;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tallygate.SettableClock;
import dev.tallygate.TestDatabase;
import dev.tallygate.rejection.Rejected;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The operator's file of sellers, and what is kept of it. */
class SellerFileTest {
    @RegisterExtension
    static final TestDatabase DATABASE = TestDatabase.create();

    private final LegalEntities entities =
            new LegalEntities(DATABASE.jdbcClient(), DATABASE.transactions(), SettableClock.at("2026-11-01T00:00:00Z"));

    @BeforeEach
    void clear() {
        DATABASE.clear();
    }

    @Test
    void everyFieldIsKept() {
        entities.set(SellerFile.parse("""
                entities:
                  labs:
                    name: Acme Labs Ltd
                    address: [1 High Street, Lagos]
                    country: NG
                    tax_ids: [TIN 1, VAT 2]
                    email: billing@example.com
                    bank_details: |
                      Example Bank
                      IBAN XX00
                    footer: Thank you.
                    invoice_numbers: L{year}/{number}
                    credit_note_numbers: LC{year}/{number}
                """));

        Party party = new Party("Acme Labs Ltd", List.of("1 High Street", "Lagos"), "NG", List.of("TIN 1", "VAT 2"));
        assertThat(entities.all())
                .containsExactly(new LegalEntity(
                        "labs",
                        party,
                        "billing@example.com",
                        "Example Bank\nIBAN XX00",
                        "Thank you.",
                        new NumberForms("L{year}/{number}", "LC{year}/{number}")));
    }

    @Test
    void theDefaultSellsToWhoNamesNoneAndEntitiesStayThatAFileDoesNotName() {
        entities.set(SellerFile.parse("entities: {first: {name: First}}"));
        entities.set(
                SellerFile.parse(
                        "entities: {second: {name: Second, invoice_numbers: 'S{year}-{number}', credit_note_numbers: 'SC{year}-{number}'}}"));

        assertThat(entities.sellerOf(Buyer.NONE).party().name()).isEqualTo("Second");
        assertThat(entities.sellerOf(new Buyer(Party.NONE, "", "", "first"))
                        .party()
                        .name())
                .isEqualTo("First");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            entities: {}                                                | entities: nothing
            entities: {a: {}}                                           | entities.a.name: nothing
            entities: {a: {name: A, adress: [x]}}                       | entities.a.adress: adress
            entities: {a: {name: A, address: x}}                        | entities.a.address: x
            entities: {a: {name: A, country: XX}}                       | entities.a.country: XX
            entities: {a: {name: A, invoice_numbers: 'N{number}'}}      | entities.a.invoice_numbers: N{number}
            entities: {a: {name: A, invoice_numbers: '{year}{number}'}} | entities.a.invoice_numbers: {year}{number}
            entities: {a: {name: A}, b: {name: B}}                      | default: nothing
            {default: a, entities: {a: {name: A}, b: {name: B}}}        | entities.b.invoice_numbers: INV-{year}-{number}
            [1]                                                         | the file: [1]
            """)
    void whatIsWrongIsNamedAndNothingIsKept(String yaml, String named) {
        assertThatThrownBy(() -> entities.set(SellerFile.parse(yaml)))
                .isInstanceOf(Rejected.class)
                .hasMessageStartingWith(named);
        assertThat(entities.all()).isEmpty();
    }
}
