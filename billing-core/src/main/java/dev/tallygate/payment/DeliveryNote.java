package dev.tallygate.payment;

import java.time.Instant;

/**
 * A remark of an operator about a step.
 *
 * @param operator as the operator says; empty = not said
 */
public record DeliveryNote(int noteNumber, Instant notedTime, String operator, String note) {}
