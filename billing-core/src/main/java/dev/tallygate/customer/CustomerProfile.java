package dev.tallygate.customer;

import java.util.Currency;

/**
 * What the caller says about a customer; two creations with equal profiles are the same creation.
 *
 * @param customerId the world's name for it
 * @param name for people, may be empty
 * @param email empty = none
 * @param currency of all its subscriptions and invoices
 * @param provider who collects: {@code stripe}
 */
public record CustomerProfile(String customerId, String name, String email, Currency currency, String provider) {}
