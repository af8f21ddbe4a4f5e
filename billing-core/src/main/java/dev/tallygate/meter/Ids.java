package dev.tallygate.meter;

/** What may be an id (of an event, customer, model, meter, plan, charge). */
public final class Ids {

    private Ids() {}

    /** True for 1 to {@code bytesMax} bytes 0x21-0x7E: case-sensitive, no space, so index and map agree on equality. */
    public static boolean isLegal(String id, int bytesMax) {
        return !id.isEmpty() && id.length() <= bytesMax && id.chars().allMatch(c -> c >= 0x21 && c <= 0x7E);
    }
}
