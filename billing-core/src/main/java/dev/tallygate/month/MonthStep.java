package dev.tallygate.month;

/** How far one customer's month is; a customer is at the first of these that holds, from the top. */
public enum MonthStep {
    /** A person is waited for: the period, or what its invoice's provider is told, is parked. */
    PARKED("parked", "waits for a person"),
    /** The month is not closed for it. */
    OPEN("open", "not billed yet"),
    /** Closed, and the next bill makes its invoice, as after a void. */
    TO_BILL("to bill", "the next bill drafts it"),
    /** There is a draft, and nobody was told. */
    DRAFTED("drafted", "computed, nobody was told"),
    /** A person approved the draft. */
    APPROVED("approved", "may be delivered"),
    /** Its provider is being told. */
    DELIVERED("delivered", "on its way to the provider"),
    /** The provider has fixed it: it is owed. */
    FINALIZED("finalized", "to be paid"),
    /** Paid in full. */
    PAID("paid", "paid in full"),
    /** Owed, and not expected any more. */
    UNCOLLECTIBLE("uncollectible", "given up"),
    /** Closed without an invoice. */
    NOTHING_DUE("nothing due", "closed without an invoice");

    private final String word;
    private final String meaning;

    MonthStep(String word, String meaning) {
        this.word = word;
        this.meaning = meaning;
    }

    /** For people. */
    public String word() {
        return word;
    }

    /** For people, what it means. */
    public String meaning() {
        return meaning;
    }
}
