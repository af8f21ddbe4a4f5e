package dev.tallygate.payment;

import dev.tallygate.operation.Mending;
import dev.tallygate.operation.Parked;

/** Mends parked webhooks: a retry settles them again, a waiver leaves them as they are. */
final class EventMending implements Mending {
    private final ProviderEventRepository events;
    private final DeliveryWriter writer;

    EventMending(ProviderEventRepository events, DeliveryWriter writer) {
        this.events = events;
        this.writer = writer;
    }

    @Override
    public Parked.Kind kind() {
        return Parked.Kind.EVENT;
    }

    @Override
    public void retry(Parked parked) {
        String[] name = parked.key().parkedId().split(":", 3);
        events.receiveAgain(name[1], name[2], writer.now());
    }

    @Override
    public void waive(Parked parked) {
        // Ending the entry is all: the event stays stored as PARKED, for whoever looks into it.
    }
}
