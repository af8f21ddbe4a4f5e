package dev.tallygate.customer;

import dev.tallygate.party.Buyer;
import org.jspecify.annotations.Nullable;

/** What an update changes; null = stays as it is, and a buyer is replaced as a whole. Id, currency and provider never change. */
public record CustomerChange(
        @Nullable String name,
        @Nullable String email,
        @Nullable Buyer buyer) {
    public CustomerChange(@Nullable String name, @Nullable String email) {
        this(name, email, null);
    }
}
