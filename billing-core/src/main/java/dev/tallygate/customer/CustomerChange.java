package dev.tallygate.customer;

import org.jspecify.annotations.Nullable;

/** What an update changes; null = stays as it is. Id, currency and provider never change. */
public record CustomerChange(
        @Nullable String name, @Nullable String email) {}
