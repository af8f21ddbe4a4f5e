package dev.tallygate.party;

import dev.tallygate.database.Transactions;
import dev.tallygate.rejection.Reason;
import dev.tallygate.rejection.Rejected;
import dev.tallygate.time.UtcTimes;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Keeps the legal entities that sell. */
public final class LegalEntities {
    private final LegalEntityRepository repository;
    private final Transactions transactions;
    private final Clock clock;

    public LegalEntities(JdbcClient jdbc, Transactions transactions, Clock clock) {
        this.repository = new LegalEntityRepository(jdbc);
        this.transactions = transactions;
        this.clock = clock;
    }

    /** All of them, the default one first. */
    public List<LegalEntity> all() {
        return repository.all();
    }

    /** Who sells to a customer that names this entity, or none; {@link LegalEntity#UNNAMED} where nothing was set. */
    public LegalEntity sellerOf(Buyer buyer) {
        return Optional.of(buyer.entityId())
                .filter(id -> !id.isEmpty())
                .flatMap(repository::find)
                .or(repository::findDefault)
                .orElse(LegalEntity.UNNAMED);
    }

    /**
     * Refuses a buyer that names an entity which does not exist.
     *
     * @throws Rejected {@code FIELD_INVALID}
     */
    public void requireEntityOf(Buyer buyer) {
        if (!buyer.entityId().isEmpty() && repository.find(buyer.entityId()).isEmpty()) {
            throw Rejected.field(
                    Reason.FIELD_INVALID,
                    "buyer.entity_id",
                    buyer.entityId(),
                    "a legal entity that `./tallygate seller show` has, or none");
        }
    }

    /**
     * Adds or changes what the file has; entities that it does not name stay. Invoices that are finalized keep what stood
     * on them.
     *
     * @throws Rejected {@code FIELD_INVALID}, with nothing written
     */
    public void set(SellerFile file) {
        file.entities().forEach(LegalEntity::check);
        transactions.run(() -> {
            requireFormsOfTheirOwn(merged(file));
            repository.forgetDefault();
            Instant now = UtcTimes.toMicros(clock.instant());
            file.entities().forEach(entity -> repository.put(entity, file.defaultId(), now));
        });
    }

    private List<LegalEntity> merged(SellerFile file) {
        Map<String, LegalEntity> merged = new LinkedHashMap<>();
        repository.all().forEach(entity -> merged.put(entity.entityId(), entity));
        file.entities().forEach(entity -> merged.put(entity.entityId(), entity));
        return new ArrayList<>(merged.values());
    }

    private static void requireFormsOfTheirOwn(List<LegalEntity> entities) {
        Set<String> taken = new HashSet<>();
        for (LegalEntity entity : entities) {
            for (NumberSeries series : NumberSeries.values()) {
                String form = entity.numbers().of(series);
                if (!taken.add(form)) {
                    throw Rejected.field(
                            Reason.FIELD_INVALID,
                            "entities." + entity.entityId() + ".invoice_numbers",
                            form,
                            "a form that no other legal entity has, such as "
                                    + entity.entityId().toUpperCase(Locale.ROOT) + "-{year}-{number}");
                }
            }
        }
    }
}
