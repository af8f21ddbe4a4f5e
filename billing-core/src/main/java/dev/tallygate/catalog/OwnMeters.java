package dev.tallygate.catalog;

import dev.tallygate.meter.Aggregation;
import dev.tallygate.meter.MeterName;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** The meters of one's own that a plan declares, held against what is fixed of them already. */
final class OwnMeters {

    private final NavigableMap<String, Aggregation> declared = new TreeMap<>();
    private final FixedMeters fixed;

    private OwnMeters(FixedMeters fixed) {
        this.fixed = fixed;
    }

    static OwnMeters read(Optional<YamlValue> meters, FixedMeters fixed) {
        OwnMeters own = new OwnMeters(fixed);
        meters.map(YamlValue::fields).ifPresent(own::read);
        return own;
    }

    private void read(YamlFields fields) {
        fields.all().forEach((meter, written) -> {
            if (!MeterName.isLegalOwn(meter)) {
                fields.name(meter).refuse(meter, "a meter of your own: built-in ones are sums and not declared");
            }
            Optional<Aggregation> aggregation = written.oneOf(List.of(Aggregation.values()));
            aggregation.ifPresent(known -> fixed.other(meter, known)
                    .ifPresent(other -> written.refuse(other.aggregation().word() + ", " + other.because())));
            declared.put(meter, aggregation.orElse(Aggregation.SUM));
        });
    }

    NavigableMap<String, Aggregation> declared() {
        return declared;
    }

    boolean isDeclared(String meter) {
        return declared.containsKey(meter);
    }

    Aggregation aggregationOf(String meter) {
        return declared.getOrDefault(meter, Aggregation.SUM);
    }

    /** What a plan does not declare is a sum to it, so it must not be anything else. */
    void refuseUndeclared(String meter, YamlValue where) {
        fixed.other(meter, Aggregation.SUM)
                .ifPresent(other -> where.refuse(
                        meter,
                        "meters: {" + meter + ": " + other.aggregation().word() + "} in this plan too, "
                                + other.because()));
    }
}
