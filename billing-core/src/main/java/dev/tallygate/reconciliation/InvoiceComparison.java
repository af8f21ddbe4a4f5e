package dev.tallygate.reconciliation;

import dev.tallygate.customer.CustomerProfile;
import dev.tallygate.invoice.InvoiceId;
import dev.tallygate.invoice.InvoiceStatus;
import dev.tallygate.operation.Installation;
import dev.tallygate.payment.DeliveryHolds;
import dev.tallygate.payment.Fetched;
import dev.tallygate.payment.InvoiceFacts;
import dev.tallygate.payment.PaymentProvider;
import dev.tallygate.payment.PaymentProviders;
import dev.tallygate.reconciliation.Difference.Figures;
import dev.tallygate.reconciliation.Difference.Standing;
import dev.tallygate.time.BillingPeriod;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Compares the invoices of a month with what providers list, and with the money that came. */
public final class InvoiceComparison {
    /** Our clock and a provider's may differ. */
    private static final Duration CLOCKS = Duration.ofHours(1);

    private final InvoiceReader reader;
    private final PaymentProviders providers;
    private final DeliveryHolds holds;
    private final WaitingForPeople people;
    private final Installation installation;

    InvoiceComparison(
            InvoiceReader reader,
            PaymentProviders providers,
            DeliveryHolds holds,
            WaitingForPeople people,
            Installation installation) {
        this.reader = reader;
        this.providers = providers;
        this.holds = holds;
        this.people = people;
        this.installation = installation;
    }

    /** Whose invoices of which month; null = all customers. */
    public record Scope(BillingPeriod period, @Nullable Long customerKey) {
        private boolean has(InvoiceId id) {
            LocalDate start = LocalDate.ofInstant(period.start(), ZoneOffset.UTC);
            return id.periodStartDate().equals(start) && (customerKey == null || customerKey == id.customerKey());
        }
    }

    /** Hears what is found, while it is found. */
    public interface Listener {
        /** A provider's list was read to its end. */
        void listed(String provider, int pages, int objects);

        /** So many further invoices were compared, and this was found. */
        void compared(int invoices, List<Difference> differences);
    }

    /**
     * Compares all of them. No transaction is open while a provider is asked.
     *
     * @return the sums, by provider and currency
     * @throws ProviderSilent where a provider that is on did not answer
     */
    public List<MoneySums> compare(Scope scope, Listener listener) {
        Pass pass = new Pass(scope, listener);
        pass.list();
        reader.read(scope.period(), scope.customerKey(), pass::page);
        pass.strangers();
        return List.copyOf(pass.sums.values());
    }

    /** One comparison: what was listed, and what was met so far. */
    private final class Pass {
        private final Scope scope;
        private final Listener listener;
        private final Map<String, ListedInvoices> listed = new TreeMap<>();
        private final Map<String, String> heldBy = new HashMap<>();
        private final Map<String, Set<String>> met = new HashMap<>();
        private final Set<String> off = new HashSet<>();
        private final Set<String> deleted = new HashSet<>();
        private final Map<String, MoneySums> sums = new TreeMap<>();

        private Pass(Scope scope, Listener listener) {
            this.scope = scope;
            this.listener = listener;
        }

        /** Bank transfer keeps nothing of its own: what is here is all there is. */
        private void list() {
            holds.inForce().forEach(hold -> heldBy.put(hold.provider(), hold.mend()));
            for (String name : new TreeSet<>(providers.names())) {
                PaymentProvider provider = providers.named(name).orElseThrow();
                if (name.equals(CustomerProfile.MANUAL)) {
                    continue;
                }
                ListedInvoices found = ListedInvoices.read(
                        provider, scope.period().end().minus(CLOCKS), installation.installationId());
                listed.put(name, found);
                listener.listed(name, found.pages(), found.size());
            }
        }

        private void page(List<ReconciledInvoice> invoices) {
            List<Difference> differences = new ArrayList<>();
            for (ReconciledInvoice invoice : invoices) {
                met.computeIfAbsent(invoice.provider(), provider -> new HashSet<>())
                        .add(invoice.id());
                differences.addAll(people.judge(invoice, compare(invoice)));
                if (deleted.add(invoice.customerId()) && people.isDeleted(invoice)) {
                    differences.add(customerDeleted(invoice));
                }
            }
            listener.compared(invoices.size(), differences);
        }

        private List<Difference> compare(ReconciledInvoice invoice) {
            ObjectComparison objects = new ObjectComparison(invoice);
            List<Difference> differences = new ArrayList<>();
            objects.delivery(Optional.ofNullable(heldBy.get(invoice.provider())))
                    .ifPresent(differences::add);
            Optional<PaymentProvider> provider = providers.named(invoice.provider());
            if (provider.isEmpty() && !invoice.provider().equals(CustomerProfile.MANUAL)) {
                providerOff(invoice).ifPresent(differences::add);
            }
            ListedInvoices list = listed.get(invoice.provider());
            Optional<InvoiceFacts> there =
                    list == null || provider.isEmpty() ? Optional.empty() : object(invoice, list, provider.get());
            if (list != null) {
                differences.addAll(ofObject(invoice, objects, there));
                seconds(invoice, list).forEach(second -> differences.add(objects.second(second)));
            }
            differences.addAll(new MoneyComparison(invoice).compare(there));
            addUp(invoice, there);
            return differences;
        }

        private void addUp(ReconciledInvoice invoice, Optional<InvoiceFacts> there) {
            var currency = invoice.invoice().total().currency();
            String key = invoice.provider() + " " + currency.getCurrencyCode();
            boolean isKeptHere = invoice.provider().equals(CustomerProfile.MANUAL);
            MoneySums before = sums.getOrDefault(key, MoneySums.none(invoice.provider(), currency));
            sums.put(key, before.plus(invoice, there, isKeptHere));
        }

        private List<Difference> ofObject(
                ReconciledInvoice invoice, ObjectComparison objects, Optional<InvoiceFacts> there) {
            if (there.isPresent()) {
                return objects.withObject(there.get());
            }
            boolean isExpected =
                    !invoice.objectId().isEmpty() && invoice.invoice().status() != InvoiceStatus.VOID;
            return isExpected ? List.of(objects.missing()) : List.of();
        }

        /** As listed where that fits; what does not is asked about once, since a list may say less. */
        private Optional<InvoiceFacts> object(
                ReconciledInvoice invoice, ListedInvoices list, PaymentProvider provider) {
            if (invoice.objectId().isEmpty()) {
                return Optional.empty();
            }
            Optional<InvoiceFacts> onList = list.byId(invoice.objectId());
            boolean isGone = onList.isEmpty() && invoice.invoice().status() == InvoiceStatus.VOID;
            if (isGone || onList.filter(new ObjectComparison(invoice)::fits).isPresent()) {
                return onList;
            }
            return switch (provider.fetchInvoice(invoice.objectId())) {
                case Fetched.Found<InvoiceFacts> found -> Optional.of(found.value());
                case Fetched.Absent<InvoiceFacts> absent -> Optional.empty();
                case Fetched.Unknown<InvoiceFacts> unknown -> throw new ProviderSilent(provider.name(), unknown.why());
            };
        }

        /** What was taken back is no second one. */
        private static List<InvoiceFacts> seconds(ReconciledInvoice invoice, ListedInvoices list) {
            return list.marked(invoice.id()).stream()
                    .filter(facts -> !facts.providerInvoiceId().equals(invoice.objectId()))
                    .filter(facts -> facts.status() != InvoiceFacts.Status.VOID)
                    .toList();
        }

        /** Said once a customer. */
        private static Difference customerDeleted(ReconciledInvoice invoice) {
            return new Difference(
                    DifferenceKind.CUSTOMER_DELETED,
                    Standing.OPEN,
                    new Difference.About(invoice.customerId(), "", invoice.provider(), invoice.customerObjectId(), ""),
                    new Figures(invoice.customerObjectId(), "", ""),
                    "deleted there: no further invoice can be delivered to it",
                    "./tallygate customers renew " + invoice.customerId());
        }

        /** Said once a provider. */
        private Optional<Difference> providerOff(ReconciledInvoice invoice) {
            if (!off.add(invoice.provider())) {
                return Optional.empty();
            }
            String setting = providers.off().stream()
                    .filter(option -> option.provider().equals(invoice.provider()))
                    .map(option -> option.setting())
                    .findFirst()
                    .orElse("its key");
            return Optional.of(new Difference(
                    DifferenceKind.PROVIDER_OFF,
                    Standing.OPEN,
                    new Difference.About("", "", invoice.provider(), "", ""),
                    new Figures("its invoices", "", ""),
                    "it is off: nothing was compared with what it has (set " + setting + ")",
                    ""));
        }

        /** Objects with our marks that no invoice here stands for. */
        private void strangers() {
            List<Difference> strangers = new ArrayList<>();
            listed.forEach((provider, list) -> {
                Set<String> known = met.getOrDefault(provider, Set.of());
                list.markedInvoiceIds().stream()
                        .filter(id -> !known.contains(id))
                        .filter(id -> InvoiceId.parse(id).filter(scope::has).isPresent())
                        .forEach(id -> list.marked(id).stream()
                                .filter(facts -> facts.status() != InvoiceFacts.Status.VOID)
                                .forEach(facts -> strangers.add(stranger(provider, id, facts))));
            });
            listener.compared(0, strangers);
        }

        private static Difference stranger(String provider, String invoiceId, InvoiceFacts facts) {
            return new Difference(
                    DifferenceKind.UNKNOWN_OBJECT,
                    Standing.OPEN,
                    new Difference.About(
                            "",
                            invoiceId,
                            provider,
                            facts.providerInvoiceId(),
                            facts.status().name()),
                    new Figures(
                            "",
                            facts.total().major().toPlainString(),
                            facts.total().currency().getCurrencyCode()),
                    "it carries our marks, and no such invoice is here, as after a restore",
                    "");
        }
    }
}
