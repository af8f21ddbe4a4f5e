package dev.tallygate.paystack;

import dev.tallygate.money.Money;
import dev.tallygate.payment.Fetched;
import dev.tallygate.payment.InvoiceFacts;
import dev.tallygate.payment.MoneyKind;
import dev.tallygate.payment.MoneyPart;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Asks Paystack for the attempts of a charge, one reference after the other, until it knows none. */
final class PaystackAttempts {
    private static final int ATTEMPTS_MAX = 100;

    private final PaystackReads reads;

    PaystackAttempts(PaystackReads reads) {
        this.reads = reads;
    }

    /** In their order; none where nothing was charged yet. */
    Fetched<List<ChargeAttempt>> of(PaystackCharge charge) {
        List<ChargeAttempt> attempts = new ArrayList<>();
        while (attempts.size() < ATTEMPTS_MAX) {
            Fetched<ChargeAttempt> next = reads.attempt(charge.reference(attempts.size() + 1));
            if (next instanceof Fetched.Unknown<ChargeAttempt> unknown) {
                return new Fetched.Unknown<>(unknown.why());
            }
            if (!(next instanceof Fetched.Found<ChargeAttempt> found)) {
                return new Fetched.Found<>(List.copyOf(attempts));
            }
            attempts.add(found.value());
            if (found.value().status() != ChargeAttempt.Status.FAILED) {
                return new Fetched.Found<>(List.copyOf(attempts));
            }
        }
        return new Fetched.Found<>(List.copyOf(attempts));
    }

    /** The charge as an invoice: open until an attempt succeeds. */
    Fetched<InvoiceFacts> facts(PaystackCharge charge) {
        return switch (of(charge)) {
            case Fetched.Unknown<List<ChargeAttempt>> unknown -> new Fetched.Unknown<>(unknown.why());
            case Fetched.Absent<List<ChargeAttempt>> absent -> new Fetched.Absent<>();
            case Fetched.Found<List<ChargeAttempt>> found -> new Fetched.Found<>(facts(charge, found.value()));
        };
    }

    /** What was charged in another currency makes the total differ, which a person then sees. */
    static InvoiceFacts facts(PaystackCharge charge, List<ChargeAttempt> attempts) {
        Optional<ChargeAttempt> success = attempts.stream()
                .filter(attempt -> attempt.status() == ChargeAttempt.Status.SUCCESS)
                .findFirst();
        Money total = success.map(ChargeAttempt::amount)
                .filter(amount -> !amount.currency().equals(charge.currency()))
                .orElseGet(charge::total);
        Money nothing = Money.zero(total.currency());
        return new InvoiceFacts(
                charge.name(),
                Optional.empty(),
                success.isPresent() ? InvoiceFacts.Status.PAID : InvoiceFacts.Status.OPEN,
                total,
                success.map(paid -> new InvoiceFacts.Payment(
                                paid.amount(), rest(total, paid.amount()), List.of(part(paid))))
                        .orElseGet(() -> new InvoiceFacts.Payment(nothing, total)),
                Optional.empty(),
                success.flatMap(ChargeAttempt::time));
    }

    /** What was asked for and not charged stays open. */
    private static Money rest(Money total, Money paid) {
        Money rest = total.minus(paid);
        return rest.isNegative() ? Money.zero(total.currency()) : rest;
    }

    private static MoneyPart part(ChargeAttempt paid) {
        return new MoneyPart(MoneyKind.PAYMENT, paid.reference(), paid.amount(), paid.time());
    }
}
