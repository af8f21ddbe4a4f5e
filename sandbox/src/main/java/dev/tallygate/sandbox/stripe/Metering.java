package dev.tallygate.sandbox.stripe;

import dev.tallygate.sandbox.http.Routes;
import dev.tallygate.sandbox.journal.Change;

/** All of "Stripe rates it" put together: meters, what they count, prices, subscriptions and their periods. */
final class Metering {
    private final EventLog events;
    private final ThinEvents thin;
    private final MeterSettings settings = new MeterSettings();
    private final MeterCounting counting;
    private final Cycles cycles;

    Metering(InvoiceBook book, InvoiceMoves moves, Invoices invoices) {
        events = book.events();
        thin = new ThinEvents(events);
        counting = new MeterCounting(events, thin, settings);
        cycles = new Cycles(book, moves, invoices, settings);
    }

    void addTo(Routes routes) {
        Products products = new Products(events);
        new Meters(events).addTo(routes);
        new MeterEvents(events).addTo(routes);
        new MeterSummaries().addTo(routes);
        thin.addTo(routes);
        products.addTo(routes);
        new Prices(events, products).addTo(routes);
        new Subscriptions(events, cycles).addTo(routes);
        settings.addTo(routes);
    }

    /** Counts what came in, and lets the drafts that wait for it know. */
    int countDue(Change change) {
        int counted = counting.countDue(change);
        return counted == 0 ? 0 : counted + cycles.refreshDrafts(change);
    }

    int closeDue(Change change) {
        return cycles.closeDue(change);
    }
}
