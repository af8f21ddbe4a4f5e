package dev.tallygate.catalog;

import dev.tallygate.catalog.FixedMeters.FixedMeter;
import dev.tallygate.database.Bytes;
import dev.tallygate.meter.Aggregation;
import dev.tallygate.time.UtcTimes;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.Currency;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.transaction.support.TransactionOperations;

/** The published plans: versions are added, never changed; which one holds for whom is not decided here. */
public final class PlanCatalog {

    private static final int RATED_MAX = 1_000;
    private static final int NAMING_MAX = 1_000;

    private final PlanRepository repository;
    private final MeterRepository meters;
    private final TransactionOperations transactions;
    private final Clock clock;
    private final ConcurrentHashMap<Long, PlanVersion> versions = new ConcurrentHashMap<>();

    public PlanCatalog(
            PlanRepository repository, MeterRepository meters, TransactionOperations transactions, Clock clock) {
        this.repository = repository;
        this.meters = meters;
        this.transactions = transactions;
        this.clock = clock;
    }

    /**
     * Publishes the next version of each plan, all or none, in one transaction. A plan whose latest version means the same
     * (comments and layout apart) publishes nothing, so a retry is harmless. Moves nobody. Answers in byte order of plan ids,
     * one for each currency of a plan, in its order; they share their number. The aggregations of all meters of one's own that
     * they name are fixed from then on.
     *
     * @throws PlanInvalid where one is fixed already and is another one
     */
    public List<Publication> publish(List<PlanDefinition> definitions) {
        Instant now = UtcTimes.toMicros(clock.instant());
        List<PlanDefinition> inOrder = inOrder(definitions);
        return Objects.requireNonNull(transactions.execute(transaction -> {
            NavigableMap<String, FixedMeter> wanted = wanted(inOrder);
            wanted.values().forEach(meter -> meters.addNew(meter, now));
            requireAsFixed(inOrder, wanted);
            return inOrder.stream()
                    .flatMap(definition -> publish(definition, now).stream())
                    .toList();
        }));
    }

    /** What {@link #publish} would do; writes nothing. A version not yet published has the id 0. */
    public List<Publication> compare(List<PlanDefinition> definitions) {
        List<PlanDefinition> inOrder = inOrder(definitions);
        requireAsFixed(inOrder, wanted(inOrder));
        return inOrder.stream()
                .flatMap(definition -> compare(
                        definition, latestInEachCurrency(definition.plan().planId()))
                        .stream())
                .toList();
    }

    /** The latest version in its first currency, read from the database each time. */
    public Optional<PlanVersion> latest(String planId) {
        return latestInEachCurrency(planId).stream().findFirst();
    }

    /** The latest version in this currency; empty also where the plan is published, but not in it. */
    public Optional<PlanVersion> latest(String planId, Currency currency) {
        return in(currency, latestInEachCurrency(planId));
    }

    /** The latest version, as it is in each of its currencies, in their order; empty where there is no such plan. */
    public List<PlanVersion> latestInEachCurrency(String planId) {
        return repository.findLatest(planId).stream().map(this::remembered).toList();
    }

    /** A version of a plan by its number, in its first currency. */
    public Optional<PublishedPlan> published(String planId, int version) {
        return repository.find(planId, version).stream().findFirst().map(this::toPublished);
    }

    /** A version of a plan by its number, in each of its currencies, in their order. */
    public List<PlanVersion> inEachCurrency(String planId, int version) {
        return repository.find(planId, version).stream().map(this::remembered).toList();
    }

    private static Optional<PlanVersion> in(Currency currency, List<PlanVersion> versions) {
        return versions.stream()
                .filter(version -> version.plan().currency().equals(currency))
                .findFirst();
    }

    /**
     * The version with this id, from memory once it was read.
     *
     * @throws IllegalStateException where there is none: ids come from rows that name a version
     */
    public PlanVersion version(long planVersionId) {
        PlanVersion known = versions.get(planVersionId);
        if (known != null) {
            return known;
        }
        return repository
                .findById(planVersionId)
                .map(this::remembered)
                .orElseThrow(() -> new IllegalStateException(
                        "plan_version_id: " + planVersionId + " (expected: a published version)"));
    }

    /** The latest version of each plan after {@code afterPlanId} (empty = from the first), in byte order of their ids. */
    public List<PublishedPlan> list(String afterPlanId, int countMax) {
        return repository.listLatest(afterPlanId, countMax).stream()
                .map(this::toPublished)
                .toList();
    }

    /** Versions of plans whose usage the provider rates, old ones too; the first 1,000 that name the field. */
    public List<PlanVersion> ratedByProvider() {
        return repository.naming("rated_by", RATED_MAX).stream()
                .map(this::remembered)
                .filter(version -> version.plan().isRatedByProvider())
                .toList();
    }

    /** The same order in every process: two that apply the same file never wait for each other in a circle. */
    private static List<PlanDefinition> inOrder(List<PlanDefinition> definitions) {
        return definitions.stream()
                .sorted(Comparator.comparing(definition -> definition.plan().planId()))
                .toList();
    }

    /**
     * Each meter of one's own as the first plan that names it has it. One that is no sum there may be a sum in an older plan,
     * which was published when all were: that plan came first.
     */
    private NavigableMap<String, FixedMeter> wanted(List<PlanDefinition> definitions) {
        NavigableMap<String, FixedMeter> wanted = new TreeMap<>();
        for (PlanDefinition definition : definitions) {
            Plan plan = definition.plan();
            plan.ownMeters()
                    .forEach((meter, aggregation) ->
                            wanted.putIfAbsent(meter, new FixedMeter(meter, aggregation, Optional.of(plan.planId()))));
        }
        Map<String, FixedMeter> known = meters.find(wanted.keySet());
        wanted.replaceAll((meter, first) -> known.containsKey(meter) || first.aggregation() == Aggregation.SUM
                ? first
                : olderSum(meter).orElse(first));
        return wanted;
    }

    private Optional<FixedMeter> olderSum(String meter) {
        return repository.naming(meter, NAMING_MAX).stream()
                .map(this::remembered)
                .map(PlanVersion::plan)
                .filter(plan -> plan.ownMeters().get(meter) == Aggregation.SUM)
                .findFirst()
                .map(plan -> new FixedMeter(meter, Aggregation.SUM, Optional.of(plan.planId())));
    }

    /** What is fixed by now holds; what is not, as these plans want it. */
    private void requireAsFixed(List<PlanDefinition> definitions, NavigableMap<String, FixedMeter> wanted) {
        Map<String, FixedMeter> known = new HashMap<>(wanted);
        known.putAll(meters.find(wanted.keySet()));
        FixedMeters fixed = new FixedMeters(known);
        definitions.forEach(definition -> PlanParser.requireAsFixed(definition, fixed));
    }

    private List<Publication> publish(PlanDefinition definition, Instant now) {
        String planId = definition.plan().planId();
        int latestVersion = repository.lockPlan(planId, now);
        List<Publication> wanted = compare(definition, inEachCurrency(planId, latestVersion));
        if (!wanted.getFirst().published()) {
            return wanted;
        }
        int version = latestVersion + 1;
        for (Plan plan : definition.plans()) {
            repository.add(
                    new PlanRepository.Row(
                            0, planId, version, plan.currency().getCurrencyCode(), definition.source(), now),
                    plan,
                    Bytes.sha256(definition.source()));
        }
        repository.setLatest(planId, version);
        List<PlanVersion> added = inEachCurrency(planId, version);
        return wanted.stream()
                .map(each -> new Publication(
                        in(each.version().plan().currency(), added).orElseThrow(), each.before(), true, each.changes()))
                .toList();
    }

    /** One for each currency: the plan is published in all of them or in none. */
    private static List<Publication> compare(PlanDefinition definition, List<PlanVersion> latest) {
        if (latest.stream().map(PlanVersion::plan).toList().equals(definition.plans())) {
            return latest.stream()
                    .map(same -> new Publication(same, same, false, List.of()))
                    .toList();
        }
        int next = latest.stream().findFirst().map(PlanVersion::version).orElse(0) + 1;
        return definition.plans().stream()
                .map(plan -> compare(new PlanVersion(0, next, plan), latest))
                .toList();
    }

    /** Against the version before in the same currency, else in its first one. */
    private static Publication compare(PlanVersion next, List<PlanVersion> latest) {
        Optional<PlanVersion> before =
                in(next.plan().currency(), latest).or(() -> latest.stream().findFirst());
        List<PlanChange> changes =
                before.map(old -> PlanFacts.changes(old.plan(), next.plan())).orElse(List.of());
        return new Publication(next, before.orElse(null), true, changes);
    }

    private PublishedPlan toPublished(PlanRepository.Row row) {
        return new PublishedPlan(remembered(row), row.publishedTime(), row.definition());
    }

    private PlanVersion remembered(PlanRepository.Row row) {
        return versions.computeIfAbsent(row.planVersionId(), id -> toVersion(row));
    }

    private static PlanVersion toVersion(PlanRepository.Row row) {
        Plan plan = PlanParser.parse(row.definition()).getFirst().plans().stream()
                .filter(read -> read.currency().getCurrencyCode().equals(row.currency()))
                .findFirst()
                .orElseThrow(
                        () -> new IllegalStateException("plan_version_id: %d is in %s (expected: one of its currencies)"
                                .formatted(row.planVersionId(), row.currency())));
        return new PlanVersion(row.planVersionId(), row.version(), plan);
    }
}
