package dev.tallygate.invoice;

import dev.tallygate.money.Money;

/** What one key costs now, rounded once, with what it is computed from. */
record KeyAmount(LineKey key, LineBasis basis, Money rounded, String description) {}
