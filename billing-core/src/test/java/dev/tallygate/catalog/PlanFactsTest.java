package dev.tallygate.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlanFactsTest {

    private static final String PLAN = """
            plan: p
            name: P
            currency: USD
            grace: 1h
            unpriced: deny
            corrections: next_invoice
            zero_invoices: keep
            spend_cap: {amount: 10, kind: hard}
            alerts: [80]
            overdue: {notices: [charge_failed, 3], deny_after_days: 14}
            free: [images]
            meters: {pages: count}
            models: {small: ["a*"]}
            charges:
              - {id: c, meter: requests, per: 10, tiers_by: charge, graduated: [{up_to: 5, price: 1}, {price: 2}]}
              - {id: g, meter: compute_millis, price: {small: 3}}
              - {id: m, meter: seats, price: {b: 4}}
              - {id: f, flat: 6}
              - {id: v, meter: v, volume: [{up_to: 3, price: 8}, {price: 9}], minimum: 20, maximum: 30}
              - {id: k, meter: k, package: {size: 12, price: 13, complete: true}}
              - {id: e, meter: gmv, percentage: 2.9}
              - {id: x, per: 200, matrix: {a: {input: 15, output: 16}}}
            allowances: [{id: trial, charges: [c], quantity: 7, kind: soft}]
            """;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # written            | in its place           | field that differs
            name: P              | name: Q                | name
            currency: USD        | currency: EUR          | currency
            grace: 1h            | grace: 0               | grace
            unpriced: deny       | unpriced: allow        | unpriced
            next_invoice         | at_once                | corrections
            zero_invoices: keep  | zero_invoices: send    | zero_invoices
            amount: 10           | amount: 11             | spend_cap.amount
            kind: hard           | kind: soft             | spend_cap.kind
            alerts: [80]         | alerts: [90]           | alerts
            [charge_failed, 3]   | [charge_failed, 4]     | overdue.notices
            charge_failed, 3     | 3                      | overdue.notices
            deny_after_days: 14  | deny_after_days: never | overdue.deny_after_days
            free: [images]       | free: [pages]          | free
            meters: {pages: count}| meters: {pages: sum}  | meters.pages
            meters: {pages: count}| meters: {pages: max}  | meters.pages
            ["a*"]               | ["b*"]                 | models.small
            meter: requests      | meter: [requests, x]   | charges.c.meter
            per: 10              | per: 11                | charges.c.per
            tiers_by: charge     | tiers_by: model        | charges.c.tiers_by
            price: 1}            | price: 1.5}            | charges.c.graduated.up_to 5
            price: 2}            | price: 2.5}            | charges.c.graduated.beyond
            {small: 3}           | {small: 3.5}           | charges.g.small.price
            {b: 4}               | {b: 4.5}               | charges.m.b.price
            flat: 6              | flat: 6.5              | charges.f.flat
            price: 8             | price: 8.5             | charges.v.volume.up_to 3
            minimum: 20          | minimum: 21            | charges.v.minimum
            maximum: 30          | maximum: 31            | charges.v.maximum
            size: 12             | size: 14               | charges.k.package.size
            price: 13            | price: 13.5            | charges.k.package.price
            complete: true       | complete: false        | charges.k.package.counted
            percentage: 2.9      | percentage: 3          | charges.e.price
            input: 15            | input: 17              | charges.x.input.a.price
            output: 16           | output: 17             | charges.x.output.a.price
            quantity: 7          | quantity: 8            | allowances.trial.quantity
            charges: [c]         | charges: [c, g]        | allowances.trial.charges
            soft}]               | hard}]                 | allowances.trial.kind
            """)
    void everyFieldOfAPlanIsCompared(String written, String instead, String field) {
        assertThat(PLAN).contains(written);

        assertThat(PlanFacts.changes(plan(PLAN), plan(PLAN.replace(written, instead))))
                .extracting(PlanChange::field)
                .containsExactly(field);
    }

    @Test
    void whoRatesIsComparedWithWhatFollowsFromIt() {
        String ours = "plan: p\ncurrency: USD\ncharges:\n  - {id: c, meter: requests, price: 1}\n";

        assertThat(PlanFacts.changes(plan(ours), plan("rated_by: provider\n" + ours)))
                .extracting(PlanChange::field)
                .containsExactly("corrections", "rated_by");
    }

    private static Plan plan(String yaml) {
        return PlanParser.parse(yaml).getFirst().plan();
    }
}
