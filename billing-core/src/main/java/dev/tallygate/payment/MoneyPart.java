package dev.tallygate.payment;

import dev.tallygate.money.Money;
import java.time.Instant;
import java.util.Optional;

/**
 * One part of what closed an invoice, as its provider says.
 *
 * @param objectId the provider's object that moved it, by which the same money is known again
 * @param amount all that this object moved so far
 * @param time when it moved, if the provider says so
 */
public record MoneyPart(MoneyKind kind, String objectId, Money amount, Optional<Instant> time) {}
