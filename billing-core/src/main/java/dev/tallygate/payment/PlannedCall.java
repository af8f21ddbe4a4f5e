package dev.tallygate.payment;

/** One step of what an invoice needs at a provider. The line number is 0 where the call is about no line. */
public record PlannedCall(CallKind kind, int lineNumber) {}
