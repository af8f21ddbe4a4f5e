package dev.tallygate.database;

import dev.tallygate.time.UtcTimes;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Bulk statements in the order in which they are to run, each written as one text.
 *
 * <p>A value is written as a number or as a hex literal ({@code x'6163'}) and never as quoted text, so that nothing that a
 * caller sends can end its literal. That is quicker to build than parameters are to bind, and several statements can go to
 * the server in one trip ({@link Scripts}).
 */
public final class Script {

    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private static final int ROW_CHARACTERS = 400;

    private static final int REMEMBERED_MAX = 256;

    private final List<String> statements = new ArrayList<>();
    private final Map<Instant, String> times = new HashMap<>();
    private StringBuilder text = new StringBuilder(ROW_CHARACTERS);
    private boolean columnWritten;

    /**
     * Adds one statement with all of these rows; none where there are none.
     *
     * @param head {@code insert into … values}
     * @param toRow writes the columns of a row, in the order of the head
     * @param tail what follows the rows, empty = nothing
     */
    public <R> void insert(String head, Collection<R> rows, BiConsumer<? super R, Script> toRow, String tail) {
        if (rows.isEmpty()) {
            return;
        }
        text = new StringBuilder(head.length() + rows.size() * ROW_CHARACTERS).append(head);
        String opening = " (";
        for (R row : rows) {
            text.append(opening);
            columnWritten = false;
            toRow.accept(row, this);
            opening = "),(";
        }
        statements.add(text.append(") ").append(tail).toString());
    }

    /** A varbinary or char column. */
    public Script id(@Nullable String value) {
        next();
        if (value == null) {
            text.append("null");
        } else {
            hex(value);
        }
        return this;
    }

    /** A varbinary column in which no text and the empty one are the same. */
    public Script idOrNull(String value) {
        return id(value.isEmpty() ? null : value);
    }

    /** An integer column. */
    public Script number(long number) {
        next();
        text.append(number);
        return this;
    }

    /** An integer column, null where there is no figure. */
    public Script number(@Nullable Long number) {
        next();
        text.append(number);
        return this;
    }

    /** An integer column in which no figure and 0 are the same: null takes no room. */
    public Script numberOrNull(long number) {
        next();
        if (number == 0) {
            text.append("null");
        } else {
            text.append(number);
        }
        return this;
    }

    /** A tinyint column that is 1 or 0. */
    public Script flag(boolean flag) {
        next();
        text.append(flag ? '1' : '0');
        return this;
    }

    /** A decimal column. */
    public Script decimal(BigDecimal decimal) {
        next();
        text.append(decimal.toPlainString());
        return this;
    }

    /** A datetime(6) column, in UTC, cut to microseconds, as the number {@code yyyymmddhhmmss.ffffff}. */
    public Script time(@Nullable Instant time) {
        next();
        if (time == null) {
            text.append("null");
        } else {
            text.append(textOf(time));
        }
        return this;
    }

    /** The rows of a group share most of their times. */
    private String textOf(Instant time) {
        String known = times.get(time);
        if (known == null) {
            known = textOf(UtcTimes.toColumn(time));
            if (times.size() < REMEMBERED_MAX) {
                times.put(time, known);
            }
        }
        return known;
    }

    private static String textOf(LocalDateTime time) {
        long day = (time.getYear() * 100L + time.getMonthValue()) * 100 + time.getDayOfMonth();
        long second = (time.getHour() * 100L + time.getMinute()) * 100 + time.getSecond();
        StringBuilder text = new StringBuilder(24).append(day * 1_000_000 + second);
        int micros = time.getNano() / 1_000;
        if (micros != 0) {
            text.append('.');
            for (int digit = 100_000; digit > 0; digit /= 10) {
                text.append((char) ('0' + micros / digit % 10));
            }
        }
        return text.toString();
    }

    private void next() {
        if (columnWritten) {
            text.append(',');
        }
        columnWritten = true;
    }

    private void hex(String value) {
        text.append("x'");
        for (int i = 0; i < value.length(); i++) {
            char character = value.charAt(i);
            if (character >= 0x80) {
                hex(Bytes.of(value.substring(i)));
                break;
            }
            hex((byte) character);
        }
        text.append('\'');
    }

    private void hex(byte[] bytes) {
        for (byte one : bytes) {
            hex(one);
        }
    }

    private void hex(byte one) {
        text.append((char) HEX[one >> 4 & 0xf]).append((char) HEX[one & 0xf]);
    }

    /** Runs the statements one after the other, in the caller's transaction: what {@link Scripts} and repositories do. */
    public void run(JdbcTemplate jdbc) {
        statements.forEach(jdbc::update);
    }

    List<String> statements() {
        return statements;
    }

    /** How many statements there are and how long they are: values are not for logs. */
    @Override
    public String toString() {
        long characters = statements.stream().mapToLong(String::length).sum();
        return String.format(Locale.ROOT, "Script[%d statements, %,d characters]", statements.size(), characters);
    }
}
