package dev.tallygate.invoice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tallygate.catalog.PlanCatalog;
import dev.tallygate.catalog.PlanInvalid;
import dev.tallygate.catalog.PlanParser;
import dev.tallygate.customer.CustomerProfile;
import dev.tallygate.customer.CustomerRegistry;
import dev.tallygate.customer.SubscriptionBook;
import dev.tallygate.customer.SubscriptionRequest;
import dev.tallygate.quota.CheckRequest;
import dev.tallygate.quota.QuotaLedger;
import dev.tallygate.rejection.Rejected;
import dev.tallygate.time.BillingPeriod;
import dev.tallygate.usage.EventResult;
import dev.tallygate.usage.UsageEvent;
import dev.tallygate.usage.UsageRecorder;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Currency;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * What a scenario can say. Each verb is one entry of {@link #verbs} and one method below it; the words are explained in
 * {@code scenarios/README.md}. Time goes with the sentences: usage and bills move the clock on, never back.
 */
final class ScenarioVerbs {
    private final BillingWorld world;
    private final Map<String, Consumer<ScenarioLine>> verbs = Map.of(
            "plan", this::plan,
            "refused", this::refused,
            "subscribe", this::subscribe,
            "use", this::use,
            "check", this::check,
            "now", line -> moveTo(line.time()),
            "bill", this::bill,
            "invoice", this::invoice);
    private final CorrectionVerbs corrections;
    private final Set<InvoiceId> described = new HashSet<>();
    private int events;

    ScenarioVerbs(BillingWorld world) {
        this.world = world;
        this.corrections = new CorrectionVerbs(world);
    }

    /** Does what the sentence says, or compares what it expects. */
    void run(ScenarioLine line) {
        String verb = line.word("a verb");
        corrections
                .find(verb)
                .or(() -> Optional.ofNullable(verbs.get(verb)))
                .orElseThrow(() -> line.wrong(verb, "one of " + String.join(", ", names())))
                .accept(line);
        line.end();
    }

    private Set<String> names() {
        Set<String> names = new TreeSet<>(verbs.keySet());
        names.addAll(CorrectionVerbs.NAMES);
        return names;
    }

    /** Each invoice that was made is described. */
    void end() {
        List<String> left = world.bean(InvoiceBook.class).list(InvoiceFilter.ALL, null, 1_000).stream()
                .map(Invoice::id)
                .filter(id -> !described.contains(id))
                .map(InvoiceId::toString)
                .toList();
        assertThat(left).as("invoices that the scenario does not describe").isEmpty();
    }

    private static String yaml(ScenarioLine line) {
        return String.join("\n", line.block()) + "\n";
    }

    /** {@code plan}, its YAML below. */
    private void plan(ScenarioLine line) {
        world.bean(PlanCatalog.class).publish(PlanParser.parse(yaml(line)));
    }

    /** {@code refused plan}, its YAML below, and below that {@code =} and what is said about it. */
    private void refused(ScenarioLine line) {
        line.requires("plan");
        List<String> yaml = new ArrayList<>(line.block());
        List<String> said = yaml.stream()
                .filter(text -> text.strip().startsWith("="))
                .map(text -> text.strip().substring(1).strip())
                .toList();
        yaml.removeIf(text -> text.strip().startsWith("="));

        assertThat(refusal(String.join("\n", yaml) + "\n"))
                .as("line %d: what is said about the plan", line.number())
                .containsExactlyElementsOf(said);
    }

    /** Nothing where it is accepted. */
    private List<String> refusal(String yaml) {
        try {
            world.bean(PlanCatalog.class).publish(PlanParser.parse(yaml));
            return List.of();
        } catch (PlanInvalid invalid) {
            return invalid.findings().stream().map(PlanInvalid.Finding::message).toList();
        }
    }

    /**
     * {@code subscribe acme pro from 2026-03-01 [in NGN] [until 2026-03-11]}, or behind it {@code rejected CURRENCY_MISMATCH}; a
     * customer that names no currency has the first one of its first plan.
     */
    private void subscribe(ScenarioLine line) {
        String customerId = line.word("a customer");
        String planId = line.word("a plan");
        line.requires("from");
        Instant start = line.time();
        moveTo(start);
        CustomerRegistry registry = world.bean(CustomerRegistry.class);
        SubscriptionBook subscriptions = world.bean(SubscriptionBook.class);
        Optional<String> named = line.takes("in") ? Optional.of(line.word("a currency")) : Optional.empty();
        if (registry.get(customerId).isEmpty()) {
            Currency currency = named.map(Currency::getInstance)
                    .orElseGet(() -> world.bean(PlanCatalog.class)
                            .latest(planId)
                            .orElseThrow()
                            .plan()
                            .currency());
            registry.create(new CustomerProfile(customerId, "", "", currency, CustomerProfile.STRIPE));
        }
        SubscriptionRequest request = new SubscriptionRequest(customerId, planId, planId, start);
        if (line.takes("rejected")) {
            Rejected refused = catchThrowableOfType(Rejected.class, () -> subscriptions.create(request));
            assertThat(refused).as("line %d: refused", line.number()).isNotNull();
            assertThat(refused.reason().name()).as("line %d", line.number()).isEqualTo(line.word("a reason"));
            return;
        }
        subscriptions.create(request);
        if (line.takes("until")) {
            subscriptions.cancel(customerId, planId, line.time());
        }
    }

    /**
     * {@code use acme tokens_in 100 [tokens_in_cached 60 ...] [by ann] [of gpt-4o] at TIME [times 1_000]}, and what is expected of the
     * last of these events: {@code costs 0.5}, {@code unpriced} or {@code rejected PART_EXCEEDS_WHOLE}.
     */
    private void use(ScenarioLine line) {
        String customerId = line.word("a customer");
        TreeMap<String, Long> quantities = new TreeMap<>();
        String modelId = "";
        String subject = "";
        while (!line.takes("at")) {
            if (line.takes("of")) {
                modelId = line.word("a model");
            } else if (line.takes("by")) {
                subject = line.word("a subject");
            } else {
                quantities.put(line.word("a meter"), line.quantity());
            }
        }
        Instant time = line.time();
        moveTo(time);
        long times = line.takes("times") ? line.quantity() : 1;
        List<UsageEvent> group = new ArrayList<>();
        for (long i = 0; i < times; i++) {
            group.add(event(customerId, quantities, modelId, time, subject));
        }
        List<EventResult> results = world.bean(UsageRecorder.class)
                .backfill(group)
                .toCompletableFuture()
                .join();
        expect(line, results);
    }

    private UsageEvent event(
            String customerId, Map<String, Long> quantities, String modelId, Instant time, String subject) {
        events++;
        UsageEvent.Builder event = UsageEvent.builder("e" + events, customerId)
                .modelId(modelId)
                .usageTime(time)
                .subject(subject);
        quantities.forEach((meter, quantity) -> {
            switch (meter) {
                case "tokens_in" -> event.tokensIn(quantity);
                case "tokens_in_cached" -> event.tokensInCached(quantity);
                case "tokens_in_cache_write" -> event.tokensInCacheWrite(quantity);
                case "tokens_out" -> event.tokensOut(quantity);
                case "tokens_out_reasoning" -> event.tokensOutReasoning(quantity);
                case "compute_millis" -> event.computeMillis(quantity);
                default -> event.own(meter, quantity);
            }
        });
        return event.build();
    }

    private static void expect(ScenarioLine line, List<EventResult> results) {
        EventResult last = results.getLast();
        if (line.takes("rejected")) {
            String reason = line.word("a reason");
            assertThat(last.rejectionIfAny().map(why -> why.reason().name()))
                    .as("line %d", line.number())
                    .contains(reason);
            return;
        }
        assertThat(results)
                .as("line %d: recorded", line.number())
                .allMatch(result -> result.countedIfAny().isPresent());
        EventResult.Counted counted = last.countedIfAny().orElseThrow();
        if (line.takes("costs")) {
            assertThat(counted.cost())
                    .as("line %d: its cost", line.number())
                    .isEqualByComparingTo(new BigDecimal(line.word("an amount").replace("_", "")));
        }
        assertThat(counted.unpriced()).as("line %d: unpriced", line.number()).isEqualTo(line.takes("unpriced"));
    }

    /** {@code check acme tokens_in 100 [of gpt-4o] is allowed}, or {@code is denied SPEND_CAP_REACHED}. */
    private void check(ScenarioLine line) {
        String customerId = line.word("a customer");
        TreeMap<String, Long> quantities = new TreeMap<>();
        String modelId = "";
        while (!line.takes("is")) {
            if (line.takes("of")) {
                modelId = line.word("a model");
            } else {
                quantities.put(line.word("a meter"), line.quantity());
            }
        }
        var answer = world.bean(QuotaLedger.class)
                .check(new CheckRequest(customerId, modelId, quantities))
                .toCompletableFuture()
                .join();
        String expected =
                line.takes("allowed") ? "allowed" : line.after("denied").orElse("?");
        assertThat(answer.denyReason().map(Enum::name).orElse("allowed"))
                .as("line %d", line.number())
                .isEqualTo(expected);
    }

    /** {@code bill 2026-03}: as a run that starts an hour after the month, or now where that is later. */
    private void bill(ScenarioLine line) {
        Instant end = month(line).end();
        moveTo(end.plus(Duration.ofHours(1)));
        world.bill(end.toString());
    }

    private static BillingPeriod month(ScenarioLine line) {
        return BillingPeriod.month(YearMonth.parse(line.word("a month")));
    }

    private void moveTo(Instant time) {
        if (time.isAfter(world.clock().instant())) {
            world.at(time.toString());
        }
    }

    /** {@code invoice acme 2026-03 [adjustment] [2]}, its lines below, and the total; a number is its revision. */
    private void invoice(ScenarioLine line) {
        long customerKey = world.customerKey(line.word("a customer"));
        BillingPeriod month = month(line);
        InvoiceKind kind = line.takes("adjustment") ? InvoiceKind.ADJUSTMENT : InvoiceKind.PERIOD;
        int revision = line.hasMore() ? (int) line.quantity() : 1;
        InvoiceId id = InvoiceId.of(customerKey, month.start(), kind, revision);
        InvoiceBook book = world.bean(InvoiceBook.class);
        if (line.block().stream().anyMatch(text -> text.strip().equals("none"))) {
            assertThat(book.find(id.toString())).as("line %d", line.number()).isEmpty();
            return;
        }
        described.add(id);
        Invoice invoice = book.require(id.toString());

        assertThat(String.join("\n", PrintedInvoice.of(invoice, book.lines(id))))
                .as("line %d: the invoice", line.number())
                .isEqualTo(String.join("\n", line.blockWords()));
    }
}
