package dev.tallygate.payment;

import dev.tallygate.customer.Customer;
import dev.tallygate.customer.CustomerListener;

/** Plans the creation of a new customer at its provider, in the transaction that makes the customer. */
final class CustomerOnboarding implements CustomerListener {
    private final DeliveryWriter writer;

    CustomerOnboarding(DeliveryWriter writer) {
        this.writer = writer;
    }

    @Override
    public void created(Customer customer) {
        writer.planCustomer(customer);
    }
}
