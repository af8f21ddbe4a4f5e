package dev.tallygate.catalog;

import dev.tallygate.meter.MeterName;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads one plan from its fields. */
final class PlanReader {

    static final int ID_BYTES_MAX = 64;

    private static final int NAME_LENGTH_MAX = 200;
    private static final List<Integer> ALERTS = List.of(80, 100);
    private static final int ALERT_MAX = 1000;
    private static final BigDecimal AMOUNT_MAX = BigDecimal.TEN.pow(15);
    private static final int CAP_PLACES_MAX = 12;
    private static final Duration GRACE = Duration.ofHours(1);
    private static final Duration GRACE_MAX = Duration.ofDays(28);
    private static final Pattern DURATION = Pattern.compile("([0-9]{1,9})([smhd])|0");

    private static final List<String> KNOWN = List.of(
            "plan",
            "name",
            "currency",
            "cycle",
            "zone",
            "anchor",
            "grace",
            "unpriced",
            "corrections",
            "zero_invoices",
            "overdue",
            "rated_by",
            "spend_cap",
            "alerts",
            "models",
            "meters",
            "free",
            "charges",
            "allowances");
    private static final Map<String, String> LATER = Map.of(
            "currencies", "currency: [USD, NGN], and each amount as a map such as {USD: 0.15, NGN: 240}",
            "rerate", "nothing here: ./tallygate plans apply FILE --rerate moves what is recorded",
            "commitment", "nothing here: commitments come later",
            "credits", "nothing here: prepaid credits come later",
            "tax", "nothing here: taxes come later");

    private final YamlFields fields;
    private final FixedMeters fixed;

    PlanReader(YamlFields fields, FixedMeters fixed) {
        this.fields = fields;
        this.fixed = fixed;
    }

    /** The plan in each of its currencies; none where something essential is missing. Usable only while there are no findings. */
    List<Plan> read() {
        fields.refuseUnknown(KNOWN, LATER);
        refuseOtherCycles();
        Optional<String> planId = fields.required("plan").flatMap(value -> value.id(ID_BYTES_MAX));
        Optional<YamlValue> written = fields.required("currency");
        List<Currency> currencies = written.map(CurrencyReader::currencies).orElse(List.of());
        if (currencies.isEmpty()) {
            priced(planId, Optional.empty(), currencies);
            return List.of();
        }
        List<String> codes = written.orElseThrow().isList()
                ? currencies.stream().map(Currency::getCurrencyCode).toList()
                : List.of();
        return currencies.stream()
                .flatMap(currency -> in(MoneyPlace.of(codes, currency.getCurrencyCode()))
                        .priced(planId, Optional.of(currency), currencies)
                        .stream())
                .toList();
    }

    /** The same text, its amounts those of one currency. */
    private PlanReader in(MoneyPlace place) {
        return new PlanReader(fields.owner().in(place).fields(), fixed);
    }

    private Optional<Plan> priced(Optional<String> planId, Optional<Currency> currency, List<Currency> currencies) {
        PriceList priceList = new PriceListReader(fields, currency, fixed).read();
        RatedBy ratedBy = new RatedByReader(fields, currency).read(priceList);
        PlanTerms terms = new PlanTerms(
                fields.optional("grace").flatMap(PlanReader::grace).orElse(GRACE),
                unpriced(),
                corrections(ratedBy),
                overdue(),
                ratedBy,
                zeroInvoices());
        PlanLimits limits = new PlanLimits(spendCap().orElse(null), alerts(), allowances(priceList));
        Optional<String> name = name();
        return planId.flatMap(
                id -> currency.map(code -> new Plan(id, name.orElse(id), code, currencies, terms, priceList, limits)));
    }

    /** Their columns are there, their rules are not yet. */
    private void refuseOtherCycles() {
        refuseOther("cycle", "month", "month: periods are calendar months; other cycles come later");
        refuseOther("zone", "UTC", "UTC: periods begin at midnight UTC; other zones come later");
        refuseOther("anchor", "1", "1: periods begin on the first of the month; other anchor days come later");
    }

    private void refuseOther(String field, String only, String expected) {
        Optional<YamlValue> value = fields.optional(field);
        if (value.isPresent() && !value.get().text().equals(Optional.of(only))) {
            value.get().refuse(expected);
        }
    }

    private Optional<String> name() {
        Optional<YamlValue> value = fields.optional("name");
        Optional<String> name = value.flatMap(YamlValue::text);
        if (name.isPresent() && (name.get().isBlank() || name.get().length() > NAME_LENGTH_MAX)) {
            value.get().refuse("1 to " + NAME_LENGTH_MAX + " characters");
        }
        return name;
    }

    private static Optional<Duration> grace(YamlValue value) {
        Matcher duration = DURATION.matcher(value.text().orElse("0"));
        if (!duration.matches()) {
            value.refuse("a duration, such as 90m, 1h, 2d or 0");
            return Optional.empty();
        }
        Duration grace = duration.group(1) == null
                ? Duration.ZERO
                : duration(Long.parseLong(duration.group(1)), duration.group(2).charAt(0));
        if (grace.compareTo(GRACE_MAX) > 0) {
            value.refuse("at most " + GRACE_MAX.toDays() + "d");
            return Optional.empty();
        }
        return Optional.of(grace);
    }

    private static Duration duration(long count, char unit) {
        return switch (unit) {
            case 's' -> Duration.ofSeconds(count);
            case 'm' -> Duration.ofMinutes(count);
            case 'h' -> Duration.ofHours(count);
            default -> Duration.ofDays(count);
        };
    }

    private UnpricedPolicy unpriced() {
        return fields.optional("unpriced")
                .flatMap(value -> value.oneOf(List.of(UnpricedPolicy.values())))
                .orElse(UnpricedPolicy.DENY);
    }

    private Corrections corrections(RatedBy ratedBy) {
        return fields.optional("corrections")
                .flatMap(value -> value.oneOf(List.of(Corrections.values())))
                .orElse(ratedBy == RatedBy.PROVIDER ? Corrections.AT_ONCE : Corrections.NEXT_INVOICE);
    }

    private ZeroInvoices zeroInvoices() {
        return fields.optional("zero_invoices")
                .flatMap(value -> value.oneOf(List.of(ZeroInvoices.values())))
                .orElse(ZeroInvoices.KEEP);
    }

    private OverdueTerms overdue() {
        return fields.optional("overdue")
                .map(value -> new OverdueReader(value).read())
                .orElse(OverdueTerms.NONE);
    }

    private Optional<SpendCap> spendCap() {
        return fields.optional("spend_cap").map(YamlValue::fields).flatMap(cap -> {
            cap.refuseUnknown(List.of("amount", "kind"), Map.of());
            LimitKind kind = kind(cap, LimitKind.HARD);
            return cap.required("amount")
                    .flatMap(value -> value.amount(CAP_PLACES_MAX, AMOUNT_MAX))
                    .map(amount -> new SpendCap(amount, kind));
        });
    }

    static LimitKind kind(YamlFields limit, LimitKind absent) {
        return limit.optional("kind")
                .flatMap(value -> value.oneOf(List.of(LimitKind.values())))
                .orElse(absent);
    }

    private List<Integer> alerts() {
        Optional<YamlValue> value = fields.optional("alerts");
        if (value.isEmpty()) {
            return ALERTS;
        }
        List<Integer> alerts = new ArrayList<>();
        for (YamlValue item : value.get().items()) {
            Optional<Integer> percent = item.whole(1, ALERT_MAX).map(Math::toIntExact);
            if (percent.isPresent() && !alerts.isEmpty() && percent.get() <= alerts.getLast()) {
                item.refuse("more than " + alerts.getLast() + ", the alert before");
            }
            percent.ifPresent(alerts::add);
        }
        return alerts;
    }

    private List<Allowance> allowances(PriceList priceList) {
        return fields.optional("allowances")
                .map(value -> new AllowanceReader(priceList).read(value))
                .orElse(List.of());
    }

    /** The meters named in a list, each a built-in one or a legal name of one's own. */
    static NavigableSet<String> meters(YamlValue list) {
        NavigableSet<String> meters = new TreeSet<>();
        for (YamlValue item : list.itemsOrOne()) {
            Optional<String> meter = item.text();
            if (meter.isPresent() && !MeterName.isBuiltIn(meter.get()) && !MeterName.isLegalOwn(meter.get())) {
                item.refuse("a meter: 1 to 64 visible ASCII characters, and not latency_millis, which is never billed");
            } else if (meter.isPresent() && !meters.add(meter.get())) {
                item.refuse("each meter once");
            }
        }
        return meters;
    }
}
