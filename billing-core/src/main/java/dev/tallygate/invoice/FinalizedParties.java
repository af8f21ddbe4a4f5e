package dev.tallygate.invoice;

import dev.tallygate.party.Buyer;
import dev.tallygate.party.LegalEntity;

/**
 * What stands on a finalized invoice beside its lines, as it was when it was finalized.
 *
 * @param customerId the customer's id
 * @param name its name then, for where the buyer has no legal one
 * @param email its address then; empty = none
 * @param creditedNumber of a credit note: the number of the invoice that it credits; empty = it credits no single one
 */
public record FinalizedParties(
        LegalEntity seller, Buyer buyer, String customerId, String name, String email, String creditedNumber) {}
