package dev.tallygate.invoice;

/** What an invoice is for. */
public enum InvoiceKind {
    /** A billing period, with the pending differences of earlier ones; never below zero. */
    PERIOD("P"),
    /** Differences of one closed period, or a balance alone; negative is a credit note. */
    ADJUSTMENT("A");

    private final String letter;

    InvoiceKind(String letter) {
        this.letter = letter;
    }

    /** The letter by which an invoice's id tells its kind. */
    public String letter() {
        return letter;
    }
}
