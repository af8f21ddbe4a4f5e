package dev.tallygate.reconciliation;

/**
 * One thing on which two books do not agree.
 *
 * @param cause why, where it is known; else what is known
 * @param mend the command that mends it; empty = none does
 */
public record Difference(
        DifferenceKind kind, Standing standing, About about, Figures figures, String cause, String mend) {

    /** Whether somebody has to do something. */
    public enum Standing {
        OPEN,
        /** Both sides agree on why, or a person accepted it. */
        EXPLAINED
    }

    /**
     * What it is about; what does not apply is empty.
     *
     * @param what names the figure among others of the same thing
     */
    public record About(String customerId, String invoiceId, String provider, String objectId, String what) {}

    /**
     * The figure of the book that follows, and that of the book that it must agree with.
     *
     * @param here of a provider's invoice ours, of totals and lines theirs
     * @param there of a provider's invoice the provider's, of totals and lines what the events give
     * @param unit a currency, a meter, or what is counted; empty = plain text
     */
    public record Figures(String here, String there, String unit) {}

    boolean isOpen() {
        return standing == Standing.OPEN;
    }
}
