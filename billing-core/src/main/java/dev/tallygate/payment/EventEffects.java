package dev.tallygate.payment;

/** What follows from events: money and states of invoices, and reports of usage that were not counted. */
record EventEffects(InvoiceSettlement settlement, UsageRejections rejections) {}
