package dev.tallygate.server.grpc;

import dev.tallygate.catalog.PlanCatalog;
import dev.tallygate.customer.Customer;
import dev.tallygate.customer.CustomerRegistry;
import dev.tallygate.invoice.Invoice;
import dev.tallygate.invoice.InvoiceBook;
import dev.tallygate.invoice.InvoiceFilter;
import dev.tallygate.invoice.InvoiceId;
import dev.tallygate.ledger.PeriodKey;
import dev.tallygate.rejection.Reason;
import dev.tallygate.rejection.Rejected;
import dev.tallygate.time.BillingPeriod;
import dev.tallygate.usage.RecordedEvent;
import dev.tallygate.usage.UsageReader;
import dev.tallygate.v1.GetInvoiceRequest;
import dev.tallygate.v1.GetInvoiceResponse;
import dev.tallygate.v1.ListInvoicesRequest;
import dev.tallygate.v1.ListInvoicesResponse;
import dev.tallygate.v1.ListUsageEventsRequest;
import dev.tallygate.v1.ListUsageEventsResponse;
import dev.tallygate.v1.VoidInvoiceRequest;
import dev.tallygate.v1.VoidInvoiceResponse;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The calls of BillingService about invoices and the recorded events that they rest on. */
final class InvoiceCalls {
    private final InvoiceBook invoices;
    private final CustomerRegistry customers;
    private final UsageReader usage;
    private final PlanCatalog plans;
    private final Clock clock;

    InvoiceCalls(InvoiceBook invoices, CustomerRegistry customers, UsageReader usage, PlanCatalog plans, Clock clock) {
        this.invoices = invoices;
        this.customers = customers;
        this.usage = usage;
        this.plans = plans;
        this.clock = clock;
    }

    GetInvoiceResponse get(GetInvoiceRequest request) {
        return GetInvoiceResponse.newBuilder()
                .setInvoice(withLines(invoices.require(request.getInvoiceId())))
                .build();
    }

    ListInvoicesResponse list(ListInvoicesRequest request) {
        Pages pages = Pages.fromProto("invoices", request.getPageSize(), request.getPageToken());
        Long customerKey = request.getCustomerId().isEmpty()
                ? null
                : customers.require(request.getCustomerId()).customerKey();
        InvoiceFilter filter =
                InvoiceFilter.ALL.withCustomer(customerKey).withStatus(InvoiceMessages.fromProto(request.getStatus()));
        List<Invoice> read = invoices.list(filter, after(pages), pages.readMax());
        Map<Long, Customer> owners =
                customers.byKeys(read.stream().map(Invoice::customerKey).collect(Collectors.toSet()));
        ListInvoicesResponse.Builder response =
                ListInvoicesResponse.newBuilder().setNextPageToken(pages.nextToken(read, Invoice::id));
        for (Invoice invoice : pages.page(read)) {
            response.addInvoices(InvoiceMessages.toProto(invoice, customerId(owners, invoice)));
        }
        return response.build();
    }

    private static @Nullable InvoiceId after(Pages pages) {
        if (pages.after().isEmpty()) {
            return null;
        }
        return InvoiceId.parse(pages.after())
                .orElseThrow(() -> Rejected.field(
                        Reason.PAGE_TOKEN_INVALID, "page_token", pages.after(), "one of the page before"));
    }

    VoidInvoiceResponse voidInvoice(VoidInvoiceRequest request) {
        Invoice voided = invoices.voidInvoice(request.getInvoiceId(), clock.instant());
        return VoidInvoiceResponse.newBuilder().setInvoice(withLines(voided)).build();
    }

    private dev.tallygate.v1.Invoice withLines(Invoice invoice) {
        Map<Long, Customer> owner = customers.byKeys(List.of(invoice.customerKey()));
        var message = InvoiceMessages.toProto(invoice, customerId(owner, invoice));
        invoices.lines(invoice.id()).forEach(line -> message.addLines(InvoiceMessages.toProto(line)));
        return message.build();
    }

    private static String customerId(Map<Long, Customer> owners, Invoice invoice) {
        Customer owner = owners.get(invoice.customerKey());
        if (owner == null) {
            throw new IllegalStateException(invoice.id() + " has no customer");
        }
        return owner.customerId();
    }

    ListUsageEventsResponse events(ListUsageEventsRequest request) {
        Pages pages = Pages.fromProto("usage_events", request.getPageSize(), request.getPageToken());
        long customerKey = customers.require(request.getCustomerId()).customerKey();
        List<RecordedEvent> read = request.hasPeriodStart()
                ? usage.eventsOf(periodKey(customerKey, request), pages.afterNumber(), pages.readMax())
                : usage.events(customerKey, pages.afterNumber(), pages.readMax());
        ListUsageEventsResponse.Builder response =
                ListUsageEventsResponse.newBuilder().setNextPageToken(pages.nextToken(read, RecordedEvent::seq));
        for (RecordedEvent row : pages.page(read)) {
            var plan = plans.version(row.placement().planVersionId()).plan();
            response.addEvents(UsageMessages.toProto(row, plan.currency()));
        }
        return response.build();
    }

    private static PeriodKey periodKey(long customerKey, ListUsageEventsRequest request) {
        Instant instant = Times.fromProto("period_start", request.getPeriodStart());
        return new PeriodKey(customerKey, BillingPeriod.monthContaining(instant).start());
    }
}
