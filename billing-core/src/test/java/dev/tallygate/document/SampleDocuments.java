package dev.tallygate.document;

import dev.tallygate.invoice.FinalizedParties;
import dev.tallygate.invoice.Invoice;
import dev.tallygate.invoice.InvoiceId;
import dev.tallygate.invoice.InvoiceKind;
import dev.tallygate.invoice.InvoiceLine;
import dev.tallygate.invoice.InvoiceStatus;
import dev.tallygate.invoice.LineBasis;
import dev.tallygate.invoice.LineKey;
import dev.tallygate.invoice.LineKind;
import dev.tallygate.money.Money;
import dev.tallygate.party.Buyer;
import dev.tallygate.party.LegalEntity;
import dev.tallygate.party.NumberForms;
import dev.tallygate.party.Party;
import dev.tallygate.time.BillingPeriod;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Currency;
import java.util.List;

/** Documents to look at: one with everything, one that gives money back, one whose names are in many scripts. */
final class SampleDocuments {
    static final BillingPeriod OCTOBER = BillingPeriod.monthContaining(Instant.parse("2026-10-01T00:00:00Z"));
    static final BillingPeriod SEPTEMBER = OCTOBER.previous();
    private static final LegalEntity SELLER = new LegalEntity(
            "acme-labs",
            new Party(
                    "Acme Labs Ltd",
                    List.of("14 Broad Street", "Lagos Island", "Lagos 101001"),
                    "NG",
                    List.of("TIN 12345678-0001")),
            "billing@acme-labs.example",
            "",
            "Acme Labs Ltd, registered in Lagos, RC 123456. Thank you for building with us.",
            NumberForms.PLAIN);
    private static final String TIERS = """
            {"meters":["tokens_out"],"per":1000000,"tiers":[{"up_to":5000000,"price":"250.00","quantity":5000000},\
            {"price":"180.50","quantity":2345678}],"models":{"gpt-4o":6000000,"gpt-4o-mini":2345678}}""";

    private SampleDocuments() {}

    static Document full(InvoiceStatus status) {
        Currency ngn = Currency.getInstance("NGN");
        List<InvoiceLine> lines = List.of(
                flat(1, new Money(2_500_000, ngn)),
                usage(2, key("tokens", ""), TIERS, 8_345_678, 1_000_000, new Money(167_339, ngn)),
                usage(
                        3,
                        key("input", "claude-sonnet-4"),
                        "{\"meters\":[\"tokens_in_uncached\"],\"per\":1000000,\"tiers\":[{\"price\":\"4500\",\"quantity\":1234567890}]}",
                        1_234_567_890,
                        0,
                        new Money(555_555_550, ngn)),
                usage(
                        4,
                        key("input", "gpt-4o"),
                        "{\"meters\":[\"tokens_in\"],\"per\":1000000,\"tiers\":[{\"price\":\"0.000001\",\"quantity\":1000000000000000}]}",
                        1_000_000_000_000_000L,
                        0,
                        new Money(100_000, ngn)),
                corrected(5, new Money(-4_200, ngn)),
                new InvoiceLine.Carry(6, new Money(-10_000, ngn), "Balance carried from earlier invoices"));
        return document(InvoiceKind.PERIOD, status, lines, buyer());
    }

    static Document creditNote() {
        Currency ngn = Currency.getInstance("NGN");
        return document(
                InvoiceKind.ADJUSTMENT,
                InvoiceStatus.FINALIZED,
                List.of(corrected(1, new Money(-84_200, ngn))),
                buyer());
    }

    static Document named(String name, String locale, String currency, long minorUnits) {
        Money amount = new Money(minorUnits, Currency.getInstance(currency));
        Buyer buyer = new Buyer(new Party(name, List.of(), "", List.of()), locale, "", "");
        return document(InvoiceKind.PERIOD, InvoiceStatus.FINALIZED, List.of(flat(1, amount)), buyer);
    }

    static Buyer buyer() {
        Party party = new Party(
                "Zoë & Sons <Trading> SARL",
                List.of("Rue des Jardins 7", "Abidjan-Cocody"),
                "CI",
                List.of("NCC 1234567 A"));
        return new Buyer(party, "en-NG", "PO-88421", "");
    }

    static Document document(InvoiceKind kind, InvoiceStatus status, List<InvoiceLine> lines, Buyer buyer) {
        Money total =
                lines.stream().map(InvoiceLine::amount).reduce(Money::plus).orElseThrow();
        boolean isDraft = status == InvoiceStatus.DRAFT;
        boolean isCredit = kind == InvoiceKind.ADJUSTMENT;
        String number = isCredit ? "CN-2026-000007" : "INV-2026-000123";
        Instant issued = Instant.parse("2026-11-01T01:00:00Z");
        Invoice invoice = new Invoice(
                InvoiceId.of(7, OCTOBER.start(), kind, 1),
                OCTOBER,
                status,
                total,
                status == InvoiceStatus.PAID ? total : Money.zero(total.currency()),
                Money.zero(total.currency()),
                1,
                new Invoice.Reference("paystack", isDraft ? null : number, "PRQ_abc", null),
                new Invoice.Times(issued, isDraft ? null : issued, null, null),
                isDraft
                        ? Invoice.Due.NONE
                        : new Invoice.Due(
                                Instant.parse("2026-11-15T00:00:00Z"), null, "https://paystack.com/pay/PRQ_abc"));
        FinalizedParties parties = new FinalizedParties(
                SELLER, buyer, "zoe", "Zoë", "accounts@zoe.example", isCredit ? "INV-2026-000101" : "");
        return new Document(invoice, lines, parties, "");
    }

    private static InvoiceLine flat(int number, Money amount) {
        LineBasis basis = new LineBasis(LineKind.FLAT, 1, 9, 0, 0, amount.major(), "{\"flat\":\"1\"}");
        LineKey key = new LineKey(OCTOBER, OCTOBER.start(), "platform-fee", "");
        return new InvoiceLine.Rated(
                number, key, basis, Money.zero(amount.currency()), amount, "platform-fee (2026-10)");
    }

    private static InvoiceLine corrected(int number, Money amount) {
        LineBasis basis = new LineBasis(
                LineKind.USAGE,
                1,
                9,
                4_000_000,
                1_000_000,
                new BigDecimal("750"),
                "{\"meters\":[\"tokens_out\"],\"per\":1000000,\"tiers\":[{\"up_to\":5000000,\"price\":\"250.00\",\"quantity\":3000000}]}");
        LineKey key = new LineKey(SEPTEMBER, SEPTEMBER.start(), "tokens", "");
        Money prior = new Money(75_000, amount.currency()).minus(amount);
        return new InvoiceLine.Rated(number, key, basis, prior, amount, "tokens (2026-09)");
    }

    private static InvoiceLine usage(
            int number, LineKey key, String explanation, long quantity, long free, Money amount) {
        LineBasis basis = new LineBasis(LineKind.USAGE, 1, 9, quantity, free, amount.major(), explanation);
        return new InvoiceLine.Rated(number, key, basis, Money.zero(amount.currency()), amount, key.chargeId());
    }

    private static LineKey key(String chargeId, String model) {
        return new LineKey(OCTOBER, OCTOBER.start(), chargeId, model);
    }
}
