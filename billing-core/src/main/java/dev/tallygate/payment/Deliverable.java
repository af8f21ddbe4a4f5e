package dev.tallygate.payment;

/** Which drafts may be delivered. */
enum Deliverable {
    ALL,
    /** Those whose latest decision says so. */
    APPROVED
}
