package dev.tallygate.meter;

import java.nio.charset.StandardCharsets;

/** What may be an id (of an event, customer, model, meter, plan, charge), and its form in a {@code varbinary} column. */
public final class Ids {

    private Ids() {}

    /** True for 1 to {@code bytesMax} bytes 0x21-0x7E: case-sensitive, no space, so index and map agree on equality. */
    public static boolean isLegal(String id, int bytesMax) {
        return !id.isEmpty() && id.length() <= bytesMax && id.chars().allMatch(c -> c >= 0x21 && c <= 0x7E);
    }

    /** The column's bytes; for legal ids one byte a character. */
    public static byte[] toBytes(String id) {
        return id.getBytes(StandardCharsets.UTF_8);
    }

    public static String fromBytes(byte[] column) {
        return new String(column, StandardCharsets.UTF_8);
    }
}
