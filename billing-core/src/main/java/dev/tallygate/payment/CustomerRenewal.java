package dev.tallygate.payment;

import dev.tallygate.customer.Customer;
import dev.tallygate.customer.CustomerRegistry;
import dev.tallygate.database.Transactions;
import dev.tallygate.rejection.Reason;
import dev.tallygate.rejection.Rejected;
import java.util.List;

/** Has a customer made anew at its provider, where somebody deleted it there. No provider is called here. */
public final class CustomerRenewal {
    private final CustomerRegistry customers;
    private final DeliveryRepository deliveries;
    private final DeliveryWriter writer;
    private final DeliveryParking parking;
    private final Transactions transactions;

    CustomerRenewal(
            CustomerRegistry customers,
            DeliveryRepository deliveries,
            DeliveryWriter writer,
            DeliveryParking parking,
            Transactions transactions) {
        this.customers = customers;
        this.deliveries = deliveries;
        this.writer = writer;
        this.parking = parking;
        this.transactions = transactions;
    }

    /**
     * Plans its creation once more, under a key of its own; it is looked for first, so that one that is there after all stays
     * the one. What is planned already stays as it is.
     *
     * @throws Rejected {@code CUSTOMER_NOT_FOUND}; {@code DELIVERY_STATE} where it was never made there
     */
    public void renew(String customerId) {
        Customer customer = customers.require(customerId);
        String deleted = customer.atProvider()
                .orElseThrow(() -> Rejected.field(
                        Reason.DELIVERY_STATE,
                        "customer_id",
                        customerId,
                        "a customer that its provider has, or had; ./tallygate batch deliver makes it"));
        transactions.run(() -> {
            writer.lockGates(List.of(customer.customerKey()));
            Delivery newest = deliveries
                    .ofEntity(customer.customerKey(), Delivery.CUSTOMER_ENTITY)
                    .getLast();
            if (newest.isOver()) {
                writer.insertRevision(newest);
            }
            parking.resolveEvent(newest.provider(), deleted);
        });
    }
}
