package dev.tallygate.payment;

import dev.tallygate.money.Money;

/** One line of an invoice at a provider. The line number is ours; 0 = it carries none, so it is not from us. */
public record ProviderLine(int lineNumber, Money amount) {}
