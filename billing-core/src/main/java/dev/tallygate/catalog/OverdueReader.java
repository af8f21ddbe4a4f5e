package dev.tallygate.catalog;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads what a plan says of invoices that are not paid in time. */
final class OverdueReader {
    private static final String CHARGE_FAILED = "charge_failed";
    private static final List<Integer> NOTICES = List.of(OverdueTerms.CHARGE_FAILED, 0, 3, 7);
    private static final String NEVER = "never";
    private static final int DAYS_MAX = 365;

    private final YamlFields fields;

    OverdueReader(YamlValue value) {
        this.fields = value.fields();
    }

    /** Where the plan says something at all, notices are sent unless it says otherwise. */
    OverdueTerms read() {
        fields.refuseUnknown(List.of("notices", "deny_after_days"), Map.of());
        Optional<Integer> denyAfterDays = fields.optional("deny_after_days").flatMap(OverdueReader::days);
        List<Integer> notices =
                fields.optional("notices").map(OverdueReader::notices).orElse(NOTICES);
        return new OverdueTerms(notices, denyAfterDays.orElse(null));
    }

    private static List<Integer> notices(YamlValue list) {
        List<Integer> notices = new ArrayList<>();
        for (YamlValue item : list.items()) {
            Optional<Integer> day = notice(item, notices.isEmpty());
            if (day.isPresent() && !notices.isEmpty() && day.get() <= notices.getLast()) {
                item.refuse("more than the notice before");
            }
            day.ifPresent(notices::add);
        }
        return notices;
    }

    /** {@code charge_failed} stands first, where it stands at all. */
    private static Optional<Integer> notice(YamlValue item, boolean isFirst) {
        return isFirst && item.isText(CHARGE_FAILED)
                ? Optional.of(OverdueTerms.CHARGE_FAILED)
                : item.whole(0, DAYS_MAX).map(Math::toIntExact);
    }

    private static Optional<Integer> days(YamlValue value) {
        return value.isText(NEVER) ? Optional.empty() : value.whole(0, DAYS_MAX).map(Math::toIntExact);
    }
}
