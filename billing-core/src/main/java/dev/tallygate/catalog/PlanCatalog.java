package dev.tallygate.catalog;

import dev.tallygate.database.Bytes;
import dev.tallygate.time.UtcTimes;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.transaction.support.TransactionOperations;

/** The published plans: versions are added, never changed; which one holds for whom is not decided here. */
public final class PlanCatalog {

    private static final int RATED_MAX = 1_000;

    private final PlanRepository repository;
    private final TransactionOperations transactions;
    private final Clock clock;
    private final ConcurrentHashMap<Long, PlanVersion> versions = new ConcurrentHashMap<>();

    public PlanCatalog(PlanRepository repository, TransactionOperations transactions, Clock clock) {
        this.repository = repository;
        this.transactions = transactions;
        this.clock = clock;
    }

    /**
     * Publishes the next version of each plan, all or none, in one transaction. A plan whose latest version means the same
     * (comments and layout apart) publishes nothing, so a retry is harmless. Moves nobody. Answers in byte order of plan ids.
     */
    public List<Publication> publish(List<PlanDefinition> definitions) {
        Instant now = UtcTimes.toMicros(clock.instant());
        return Objects.requireNonNull(transactions.execute(transaction -> inOrder(definitions).stream()
                .map(definition -> publish(definition, now))
                .toList()));
    }

    /** What {@link #publish} would do; writes nothing. A version not yet published has the id 0. */
    public List<Publication> compare(List<PlanDefinition> definitions) {
        return inOrder(definitions).stream()
                .map(definition -> compare(definition, latest(definition.plan().planId())))
                .toList();
    }

    /** The latest version, read from the database each time. */
    public Optional<PlanVersion> latest(String planId) {
        return repository.findLatest(planId).map(this::remembered);
    }

    /** A version of a plan by its number. */
    public Optional<PublishedPlan> published(String planId, int version) {
        return repository.find(planId, version).map(this::toPublished);
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

    private Publication publish(PlanDefinition definition, Instant now) {
        String planId = definition.plan().planId();
        int latestVersion = repository.lockPlan(planId, now);
        Publication wanted =
                compare(definition, repository.find(planId, latestVersion).map(this::remembered));
        if (!wanted.published()) {
            return wanted;
        }
        int version = latestVersion + 1;
        repository.add(
                new PlanRepository.Row(0, planId, version, definition.source(), now),
                definition.plan(),
                Bytes.sha256(definition.source()));
        long planVersionId = repository.find(planId, version).orElseThrow().planVersionId();
        PlanVersion added = new PlanVersion(planVersionId, version, definition.plan());
        return new Publication(added, wanted.before(), true, wanted.changes());
    }

    private static Publication compare(PlanDefinition definition, Optional<PlanVersion> latest) {
        PlanVersion before = latest.orElse(null);
        if (before == null) {
            return new Publication(new PlanVersion(0, 1, definition.plan()), null, true, List.of());
        }
        if (before.plan().equals(definition.plan())) {
            return new Publication(before, before, false, List.of());
        }
        PlanVersion next = new PlanVersion(0, before.version() + 1, definition.plan());
        return new Publication(next, before, true, PlanFacts.changes(before.plan(), definition.plan()));
    }

    private PublishedPlan toPublished(PlanRepository.Row row) {
        return new PublishedPlan(remembered(row), row.publishedTime(), row.definition());
    }

    private PlanVersion remembered(PlanRepository.Row row) {
        return versions.computeIfAbsent(row.planVersionId(), id -> toVersion(row));
    }

    private static PlanVersion toVersion(PlanRepository.Row row) {
        Plan plan = PlanParser.parse(row.definition()).getFirst().plan();
        return new PlanVersion(row.planVersionId(), row.version(), plan);
    }
}
