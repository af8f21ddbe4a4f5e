package dev.tallygate.invoice;

import dev.tallygate.money.Money;

/** What the lines of one key on invoices that are not void sum to, and what the latest of them was. */
record InvoicedKey(LineKey key, Money sum, LineKind kind, long planVersionId, String description) {}
