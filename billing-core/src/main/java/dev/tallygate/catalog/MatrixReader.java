package dev.tallygate.catalog;

import dev.tallygate.catalog.Charge.UsageCharge;
import dev.tallygate.meter.MeterName;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads a matrix: a row for each model, pattern or group, a column for each kind of token. It stands for one charge a column,
 * {@code id.column}, and nothing else: rating knows no matrix.
 */
final class MatrixReader {

    /** A column; what a row leaves out costs as its whole does. */
    private enum Kind {
        INPUT,
        CACHED,
        CACHE_WRITE,
        OUTPUT,
        REASONING;

        private static final Set<Kind> PARTS_IN = EnumSet.of(CACHED, CACHE_WRITE);

        String column() {
            return name().toLowerCase(Locale.ROOT);
        }

        Kind whole() {
            return switch (this) {
                case INPUT, CACHED, CACHE_WRITE -> INPUT;
                case OUTPUT, REASONING -> OUTPUT;
            };
        }

        boolean isPart() {
            return this != whole();
        }

        /** The meter of the column in a matrix that has these. */
        String meter(Set<Kind> kinds) {
            return switch (this) {
                case INPUT -> kinds.containsAll(PARTS_IN) ? MeterName.TOKENS_IN_UNCACHED : MeterName.TOKENS_IN;
                case CACHED -> MeterName.TOKENS_IN_CACHED;
                case CACHE_WRITE -> MeterName.TOKENS_IN_CACHE_WRITE;
                case OUTPUT -> kinds.contains(REASONING) ? MeterName.TOKENS_OUT_PLAIN : MeterName.TOKENS_OUT;
                case REASONING -> MeterName.TOKENS_OUT_REASONING;
            };
        }
    }

    private static final List<Kind> KINDS = List.of(Kind.values());
    private static final List<String> COLUMNS = KINDS.stream().map(Kind::column).toList();

    /** Room for {@code .cache_write} behind it. */
    private static final int ID_BYTES_MAX = PlanReader.ID_BYTES_MAX - 12;

    private final ModelGroups groups;
    private final YamlFields charge;
    private final YamlFields rows;

    MatrixReader(ModelGroups groups, YamlFields charge) {
        this.groups = groups;
        this.charge = charge;
        this.rows = charge.optional("matrix").map(YamlValue::fields).orElseThrow();
    }

    List<UsageCharge> read() {
        Optional<String> id = charge.required("id").flatMap(value -> value.id(ID_BYTES_MAX));
        Optional<Long> per = charge.has("per")
                ? charge.optional("per").flatMap(value -> value.whole(1, ChargeReader.PER_MAX))
                : Optional.of(1L);
        if (!areRowsLegal()) {
            return List.of();
        }
        Set<Kind> kinds = kinds();
        List<UsageCharge> charges = new ArrayList<>();
        for (Kind kind : kinds) {
            Optional<RateCard> rates = rates(kind, per.orElse(ChargeReader.PER_MAX));
            Optional<TiersBy> tiersBy = rates.flatMap(
                    read -> ChargeReader.tiersBy(charge.optional("tiers_by").orElse(null), read));
            if (id.isPresent() && per.isPresent() && tiersBy.isPresent()) {
                charges.add(new UsageCharge(
                        id.get() + "." + kind.column(),
                        List.of(kind.meter(kinds)),
                        per.get(),
                        tiersBy.get(),
                        rates.orElseThrow(),
                        BigDecimal.ZERO));
            }
        }
        return charges;
    }

    private boolean areRowsLegal() {
        if (rows.owner().isMap() && rows.all().isEmpty()) {
            rows.owner().refuse("nothing", "at least one model, pattern or group");
        }
        long legal =
                rows.all().values().stream().filter(MatrixReader::isRowLegal).count();
        return legal > 0 && legal == rows.all().size();
    }

    private static boolean isRowLegal(YamlValue row) {
        YamlFields cells = row.fields();
        cells.refuseUnknown(COLUMNS, Map.of());
        if (row.isMap() && cells.all().isEmpty()) {
            row.refuse("nothing", "a price for input or output at least");
        }
        boolean isLegal = !cells.all().isEmpty();
        for (Kind kind : KINDS) {
            if (kind.isPart()
                    && cells.has(kind.column())
                    && !cells.has(kind.whole().column())) {
                cells.name(kind.column())
                        .refuse(kind.column(), "a price for " + kind.whole().column() + " beside it");
                isLegal = false;
            }
        }
        return isLegal;
    }

    /** The columns that some row has; where one part of the input has its own price, all parts are told apart. */
    private Set<Kind> kinds() {
        EnumSet<Kind> kinds = EnumSet.noneOf(Kind.class);
        for (YamlValue row : rows.all().values()) {
            YamlFields cells = row.fields();
            KINDS.stream().filter(kind -> cells.has(kind.column())).forEach(kinds::add);
        }
        if (kinds.contains(Kind.CACHED) || kinds.contains(Kind.CACHE_WRITE)) {
            kinds.addAll(Kind.PARTS_IN);
        }
        return kinds;
    }

    private Optional<RateCard> rates(Kind kind, long per) {
        RateReader reader = new RateReader(groups, per);
        return reader.byMap(rows, row -> {
            YamlFields cells = row.fields();
            return cells.optional(kind.column())
                    .or(() -> cells.optional(kind.whole().column()))
                    .flatMap(cell -> price(reader, cell));
        });
    }

    private static Optional<Price> price(RateReader reader, YamlValue cell) {
        if (!cell.isMap()) {
            return reader.perUnit(cell);
        }
        YamlFields tiers = cell.fields();
        tiers.refuseUnknown(List.of("graduated", "volume"), Map.of());
        if (tiers.all().size() != 1) {
            cell.refuse("a price, or one of graduated and volume");
            return Optional.empty();
        }
        return tiers.optional("graduated")
                .flatMap(reader::graduated)
                .or(() -> tiers.optional("volume").flatMap(reader::volume));
    }
}
