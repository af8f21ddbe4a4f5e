package dev.tallygate.customer;

/** Hears of customers inside the transaction that makes them; what it writes commits or rolls back with them. */
public interface CustomerListener {
    /** The customer and its gate are written; payment plans the creation at the provider here. */
    void created(Customer customer);
}
