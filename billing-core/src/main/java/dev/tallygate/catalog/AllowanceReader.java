package dev.tallygate.catalog;

import dev.tallygate.catalog.Charge.UsageCharge;
import dev.tallygate.meter.Quantities;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads the allowances of a plan whose charges are read. */
final class AllowanceReader {

    /** Notifications call the spend cap so, beside the ids of allowances. */
    private static final String CAP = "cap";

    private final PriceList priceList;
    private final Set<String> allowanceIds = new HashSet<>();
    private final Set<String> drawing = new HashSet<>();

    AllowanceReader(PriceList priceList) {
        this.priceList = priceList;
    }

    List<Allowance> read(YamlValue list) {
        List<Allowance> allowances = new ArrayList<>();
        for (YamlValue item : list.items()) {
            allowance(item.fields()).ifPresent(allowances::add);
        }
        return allowances;
    }

    private Optional<Allowance> allowance(YamlFields fields) {
        fields.refuseUnknown(List.of("id", "charges", "quantity", "kind"), Map.of());
        Optional<String> id = fields.required("id").flatMap(this::id);
        Optional<Long> quantity = fields.required("quantity").flatMap(value -> value.whole(1, Quantities.TOTAL_MAX));
        List<String> charges = fields.required("charges").map(this::charges).orElse(List.of());
        LimitKind kind = PlanReader.kind(fields, LimitKind.SOFT);
        if (id.isEmpty() || quantity.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Allowance(id.get(), charges, quantity.get(), kind));
    }

    private Optional<String> id(YamlValue value) {
        Optional<String> id = value.id(PlanReader.ID_BYTES_MAX);
        if (id.isPresent() && id.get().equals(CAP)) {
            value.refuse("another id: alerts call the spend cap so");
        } else if (id.isPresent() && !allowanceIds.add(id.get())) {
            value.refuse("an id that no other allowance has");
        }
        return id;
    }

    /** In plan order, which is the order of consumption. */
    private List<String> charges(YamlValue list) {
        Set<String> named = new HashSet<>();
        List<YamlValue> items = list.itemsOrOne();
        if (items.isEmpty()) {
            list.refuse("nothing", "at least one charge");
        }
        for (YamlValue item : items) {
            item.text().filter(chargeId -> isDrawable(item, chargeId)).ifPresent(named::add);
        }
        return priceList.charges().stream()
                .map(Charge::id)
                .filter(named::contains)
                .toList();
    }

    private boolean isDrawable(YamlValue item, String chargeId) {
        List<String> usageCharges = priceList.charges().stream()
                .filter(UsageCharge.class::isInstance)
                .map(Charge::id)
                .toList();
        if (!usageCharges.contains(chargeId)) {
            item.refuse("a usage charge of this plan: " + String.join(", ", usageCharges));
            return false;
        }
        if (!drawing.add(chargeId)) {
            item.refuse("each charge in one allowance at most, else their order would change the amount");
            return false;
        }
        return true;
    }
}
