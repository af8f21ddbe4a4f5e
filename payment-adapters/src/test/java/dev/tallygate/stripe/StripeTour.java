package dev.tallygate.stripe;

import dev.tallygate.money.Money;
import dev.tallygate.payment.Call;
import dev.tallygate.payment.CreditSplit;
import dev.tallygate.payment.EventPage;
import dev.tallygate.payment.MailedBy;
import dev.tallygate.payment.RatedCall;
import dev.tallygate.time.BillingPeriod;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Currency;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Every write, look-up and read that the adapter has, once each, about objects of these names. */
record StripeTour(StripeProvider provider, Function<String, String> names) {
    private static final Currency DOLLARS = Currency.getInstance("USD");
    private static final Instant SINCE = Instant.parse("2026-10-05T00:00:00Z");
    private static final BillingPeriod PERIOD = BillingPeriod.monthContaining(SINCE);
    private static final Money AMOUNT = new Money(12_34, DOLLARS);

    /** What came of each. */
    Map<String, Object> everyCall() {
        Map<String, Object> came = new LinkedHashMap<>();
        writes().forEach(call -> {
            String name = call.getClass().getSimpleName();
            came.put("execute " + name, provider.execute(call, "tour:" + name + call.hashCode()));
            came.put("lookUp " + name, provider.lookUp(call, SINCE));
        });
        came.put("invoice", provider.fetchInvoice(name("invoice")));
        came.put("lines", provider.fetchLines(name("invoice")));
        came.put("refund", provider.fetchBack("re_" + name("refund")));
        came.put("dispute", provider.fetchBack("du_" + name("dispute")));
        came.put("events", provider.listEvents(SINCE, EventPage.FIRST));
        came.put("later events", provider.listEvents(SINCE, name("event")));
        came.put("customers", provider.listCustomers("inst", SINCE, Optional.empty()));
        came.put("later customers", provider.listCustomers("inst", SINCE, Optional.of(name("customer"))));
        came.put("invoices", provider.listInvoices("inst", SINCE, Optional.empty()));
        came.put("later invoices", provider.listInvoices("inst", SINCE, Optional.of(name("invoice"))));
        came.put("credit note", provider.fetchInvoice("cn_" + name("credit")));
        came.put("credit notes", provider.listInvoices("inst", SINCE, Optional.of("credit_notes")));
        came.put("later credit notes", provider.listInvoices("inst", SINCE, Optional.of("cn_" + name("credit"))));
        came.put("hours", provider.rating().orElseThrow().fetchHours(name("meter"), name("customer"), PERIOD));
        return came;
    }

    private List<Call> writes() {
        var reference = new Call.InvoiceReference("inst", "inv_1_20261001_P1", 1, DOLLARS);
        var draft = new Call.ProviderDraft(reference, name("customer"), name("invoice"));
        var line = new Call.Line(1, AMOUNT, "tokens", PERIOD);
        var content = new Call.Content("Acme", "acme@example.com", PERIOD, PERIOD.end(), AMOUNT, List.of(line));
        var single = plan(new RatedCall.RatedTier(null, new BigDecimal("0.0000025")));
        var graduated = plan(
                new RatedCall.RatedTier(1_000L, BigDecimal.ZERO),
                new RatedCall.RatedTier(null, new BigDecimal("0.0000000001")));
        return List.of(
                new Call.CreateCustomer("inst", "acme", "Acme", "acme@example.com"),
                new Call.CreateInvoice(reference, name("customer"), content),
                new Call.AddLine(draft, line),
                new Call.FinalizeInvoice(draft),
                new Call.VoidInvoice(draft),
                note(reference),
                new RatedCall.CreateMeter(single),
                new RatedCall.CreatePrice(single, name("meter")),
                new RatedCall.CreatePrice(graduated, name("meter")),
                new RatedCall.CreateSubscription(
                        single, name("price"), new RatedCall.Subscriber("acme", name("customer")), SINCE, PERIOD),
                new RatedCall.EndSubscription(name("subscription")),
                new RatedCall.ReportUsage("tokens", name("customer"), "m_1", SINCE, 9_000),
                new RatedCall.CompareInvoice(name("subscription"), PERIOD, AMOUNT));
    }

    private Call.CreateCreditNote note(Call.InvoiceReference original) {
        var adjustment = new Call.InvoiceReference("inst", "inv_1_20261001_A1", 1, DOLLARS);
        var split = new CreditSplit(AMOUNT.minus(new Money(34, DOLLARS)), new Money(34, DOLLARS));
        var terms = new Call.CreditTerms(original.invoiceId(), name("invoice"), "INV-2026-000001", split);
        return new Call.CreateCreditNote(
                adjustment,
                name("customer"),
                Optional.of(terms),
                List.of(new Call.Line(1, AMOUNT, "tokens", PERIOD)),
                MailedBy.PROVIDER);
    }

    private static RatedCall.RatedPlan plan(RatedCall.RatedTier... tiers) {
        return new RatedCall.RatedPlan("inst", "tokens", "Tokens", DOLLARS, List.of(tiers));
    }

    private String name(String object) {
        return names.apply(object);
    }
}
