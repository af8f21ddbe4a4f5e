package dev.tallygate.overdue;

/** How customers pay the invoices of one provider that has no page for it, in lines as they read them. */
public record PaymentDetails(String provider, String text) {}
