package dev.tallygate.batch.cli;

import dev.tallygate.money.Money;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import tools.jackson.databind.json.JsonMapper;

/** Columns of one kind of thing; prints many as an aligned table, one as name and value, both also as JSON. */
public final class Listing<T> {
    private static final String GAP = "  ";

    private final List<Column<T>> columns = new ArrayList<>();

    private record Column<T>(String name, Function<T, ?> value) {}

    /** Adds a column. Values: texts, numbers, times, {@link Money}, lists, {@link Optional} of these. */
    public Listing<T> column(String name, Function<T, ?> value) {
        columns.add(new Column<>(name, value));
        return this;
    }

    /** A listing with these columns and one more. */
    public Listing<T> with(String name, Function<T, ?> value) {
        Listing<T> longer = new Listing<>();
        longer.columns.addAll(columns);
        return longer.column(name, value);
    }

    /** The things as JSON objects, to stand inside another one. */
    public List<Map<String, Object>> objects(Collection<T> items) {
        return items.stream().map(this::json).toList();
    }

    /** Prints all of them, a table with a header or a JSON array. */
    public void print(Collection<T> items, JsonOption format, PrintWriter out) {
        if (format.isJson()) {
            printJson(objects(items), out);
        } else if (items.isEmpty()) {
            out.println("none");
        } else {
            printTable(items, out);
        }
    }

    /** Prints one, a line a column or a JSON object. */
    public void printOne(T item, JsonOption format, PrintWriter out) {
        if (format.isJson()) {
            printJson(json(item), out);
            return;
        }
        int width = columns.stream()
                .mapToInt(column -> column.name().length())
                .max()
                .orElse(0);
        for (Column<T> column : columns) {
            out.println((pad(column.name(), width, false)
                            + GAP
                            + text(column.value().apply(item)))
                    .stripTrailing());
        }
    }

    private void printTable(Collection<T> items, PrintWriter out) {
        List<List<Object>> values = items.stream()
                .map(item -> columns.stream()
                        .<Object>map(column -> plain(column.value().apply(item)))
                        .toList())
                .toList();
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            int index = i;
            appendColumn(
                    lines,
                    columns.get(i).name(),
                    values.stream().map(row -> row.get(index)).toList());
        }
        lines.forEach(line -> out.println(line.stripTrailing()));
    }

    /** Figures end at the right, texts begin at the left. */
    private static void appendColumn(List<String> lines, String name, List<Object> values) {
        List<String> cells = new ArrayList<>();
        cells.add(name.replace('_', ' ').toUpperCase(Locale.ROOT));
        values.forEach(value -> cells.add(text(value)));
        boolean figures =
                values.stream().allMatch(value -> isFigure(value) || text(value).isEmpty());
        int width = cells.stream().mapToInt(String::length).max().orElse(0);
        for (int row = 0; row < cells.size(); row++) {
            String cell = pad(cells.get(row), width, figures);
            if (row < lines.size()) {
                lines.set(row, lines.get(row) + GAP + cell);
            } else {
                lines.add(cell);
            }
        }
    }

    private static String pad(String text, int width, boolean right) {
        String blanks = " ".repeat(width - text.length());
        return right ? blanks + text : text + blanks;
    }

    private static boolean isFigure(Object value) {
        return value instanceof Number || value instanceof Money;
    }

    private static Object plain(Object value) {
        return value instanceof Optional<?> optional
                ? optional.map(Object.class::cast).orElse("")
                : value;
    }

    private static String text(Object value) {
        return switch (plain(value)) {
            case Money money -> grouped(money.major()) + " " + money.currency();
            case BigDecimal decimal -> grouped(decimal);
            case Number number -> grouped(new BigDecimal(number.toString()));
            case Collection<?> many -> many.stream().map(Listing::text).collect(Collectors.joining(","));
            case Object other -> other.toString();
        };
    }

    /** 1,234,567.50: every digit that there is, in groups of three. */
    private static String grouped(BigDecimal decimal) {
        DecimalFormat format = new DecimalFormat("#,##0", DecimalFormatSymbols.getInstance(Locale.ROOT));
        format.setMinimumFractionDigits(Math.max(0, decimal.scale()));
        return format.format(decimal);
    }

    private Map<String, Object> json(T item) {
        Map<String, Object> object = new LinkedHashMap<>();
        columns.forEach(
                column -> object.put(column.name(), jsonValue(column.value().apply(item))));
        return object;
    }

    private static Object jsonValue(Object value) {
        return switch (plain(value)) {
            case Money money -> moneyObject(money);
            case BigDecimal decimal -> decimal.toPlainString();
            case Number number -> number;
            case Boolean truth -> truth;
            case Map<?, ?> object -> object;
            case Collection<?> many -> many.stream().map(Listing::jsonValue).toList();
            case Object other -> other.toString();
        };
    }

    private static Map<String, Object> moneyObject(Money money) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("amount", money.major().toPlainString());
        object.put("currency_code", money.currency().getCurrencyCode());
        return object;
    }

    private static void printJson(Object json, PrintWriter out) {
        out.println(JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsString(json));
    }
}
