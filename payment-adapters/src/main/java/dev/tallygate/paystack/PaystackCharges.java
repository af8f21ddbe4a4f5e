package dev.tallygate.paystack;

import dev.tallygate.payment.Call;
import dev.tallygate.payment.Fetched;
import dev.tallygate.payment.InvoiceFacts;
import dev.tallygate.payment.LookUp;
import dev.tallygate.payment.Outcome;
import dev.tallygate.paystack.PaystackReads.Authorization;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Charges saved cards. The reference is the key: before any attempt Paystack is asked about all that were made, an attempt
 * of unknown outcome is asked about, never repeated under another reference, and one that failed is followed by the next
 * after a day at the earliest.
 */
final class PaystackCharges {
    /** Then a person is asked; each retry of theirs is one attempt more. */
    static final int ATTEMPTS_MAX = 4;

    /** After ten failures in a row Paystack takes one attempt a day; we never take more. */
    static final Duration PAUSE = Duration.ofHours(24);

    private static final String DUPLICATE = "duplicate_reference";

    private final PaystackHttp http;
    private final PaystackRequests requests;
    private final PaystackReads reads;
    private final PaystackAttempts attempts;
    private final Clock clock;

    PaystackCharges(PaystackHttp http, PaystackRequests requests, PaystackReads reads, Clock clock) {
        this.http = http;
        this.requests = requests;
        this.reads = reads;
        this.attempts = new PaystackAttempts(reads);
        this.clock = clock;
    }

    /** Whether an attempt succeeded. What else there is to say of them, {@link #charge} says before it sends anything. */
    LookUp lookUp(Call.ProviderDraft draft, PaystackCharge charge) {
        return switch (attempts.of(charge)) {
            case Fetched.Unknown<List<ChargeAttempt>> unknown -> new LookUp.Unknown(unknown.why());
            case Fetched.Absent<List<ChargeAttempt>> absent -> new LookUp.Absent();
            case Fetched.Found<List<ChargeAttempt>> found ->
                seen(draft, charge, found.value())
                        .<LookUp>map(PaystackCharges::toLookUp)
                        .orElseGet(LookUp.Absent::new);
        };
    }

    private static LookUp toLookUp(Outcome seen) {
        return seen instanceof Outcome.Accepted accepted
                ? new LookUp.Found(accepted.objectId(), accepted.facts())
                : new LookUp.Absent();
    }

    /** Of an invoice that is void: nothing is charged any more, unless an attempt is under way or has succeeded. */
    Outcome takeBack(Call.ProviderDraft draft, PaystackCharge charge) {
        return switch (attempts.of(charge)) {
            case Fetched.Unknown<List<ChargeAttempt>> unknown -> new Outcome.Unknown(unknown.why());
            case Fetched.Absent<List<ChargeAttempt>> absent -> takenBack(draft);
            case Fetched.Found<List<ChargeAttempt>> found ->
                seen(draft, charge, found.value())
                        .map(PaystackCharges::refusedIfPaid)
                        .orElseGet(() -> takenBack(draft));
        };
    }

    private static Outcome refusedIfPaid(Outcome seen) {
        return seen instanceof Outcome.Accepted accepted
                ? accepted.facts().<Outcome>map(PaystackCharges::paid).orElse(accepted)
                : seen;
    }

    private static Outcome takenBack(Call.ProviderDraft draft) {
        return new Outcome.Accepted(draft.providerInvoiceId(), "", Optional.empty());
    }

    /** Money came for what is void here. */
    static Outcome paid(InvoiceFacts facts) {
        return new Outcome.Rejected(
                "request_paid",
                "paid with %s before it was void here: refund it at Paystack"
                        .formatted(facts.paid().amount().display()),
                "");
    }

    Outcome charge(Call.ProviderDraft draft, PaystackCharge charge) {
        return switch (attempts.of(charge)) {
            case Fetched.Unknown<List<ChargeAttempt>> unknown ->
                new Outcome.RetryLater(unknown.why(), Optional.empty());
            case Fetched.Absent<List<ChargeAttempt>> absent -> attempt(draft, charge, 1);
            case Fetched.Found<List<ChargeAttempt>> found ->
                seen(draft, charge, found.value())
                        .or(() -> pause(found.value()))
                        .orElseGet(() -> attempt(draft, charge, found.value().size() + 1));
        };
    }

    /** What the last attempt already says; empty where another may follow. */
    private static Optional<Outcome> seen(
            Call.ProviderDraft draft, PaystackCharge charge, List<ChargeAttempt> attempts) {
        if (attempts.isEmpty()) {
            return Optional.empty();
        }
        ChargeAttempt last = attempts.getLast();
        return switch (last.status()) {
            case FAILED -> Optional.empty();
            case UNDER_WAY ->
                Optional.of(new Outcome.RetryLater(
                        last.reference() + " is under way", Optional.of(PaystackAnswer.STILL_AT_IT)));
            case REVERSED ->
                Optional.of(new Outcome.NeedsAttention(
                        "CHARGE_REVERSED",
                        "%s was paid with %s, which went back"
                                .formatted(last.reference(), last.amount().display())));
            case SUCCESS -> Optional.of(succeeded(draft, charge, attempts));
        };
    }

    private static Outcome succeeded(Call.ProviderDraft draft, PaystackCharge charge, List<ChargeAttempt> attempts) {
        ChargeAttempt paid = attempts.getLast();
        if (!paid.customer().isEmpty() && !paid.customer().equals(draft.providerCustomerId())) {
            return new Outcome.NeedsAttention(
                    "CHARGE_DIFFERS",
                    "%s of %s: customer there %s, here %s"
                            .formatted(
                                    paid.reference(),
                                    paid.amount().display(),
                                    paid.customer(),
                                    draft.providerCustomerId()));
        }
        InvoiceFacts facts = PaystackAttempts.facts(charge, attempts);
        return new Outcome.Accepted(paid.reference(), "", Optional.of(facts));
    }

    private Optional<Outcome> pause(List<ChargeAttempt> attempts) {
        Instant now = clock.instant();
        return attempts.isEmpty()
                ? Optional.empty()
                : attempts.getLast()
                        .time()
                        .map(failed -> Duration.between(now, failed.plus(PAUSE)))
                        .filter(left -> left.isPositive())
                        .map(left -> new Outcome.RetryLater(failed(attempts.getLast()), Optional.of(left)));
    }

    private Outcome attempt(Call.ProviderDraft draft, PaystackCharge charge, int number) {
        return switch (reads.authorization(draft.providerCustomerId())) {
            case Fetched.Unknown<Authorization> unknown -> new Outcome.RetryLater(unknown.why(), Optional.empty());
            case Fetched.Absent<Authorization> absent ->
                new Outcome.NeedsAttention(
                        "NO_AUTHORIZATION",
                        "%s has no card that can be charged again".formatted(draft.providerCustomerId()));
            case Fetched.Found<Authorization> found ->
                read(
                        draft,
                        charge,
                        number,
                        http.post(
                                PaystackRequests.CHARGES,
                                requests.charge(draft, charge, charge.reference(number), found.value())));
        };
    }

    private Outcome read(Call.ProviderDraft draft, PaystackCharge charge, int number, PaystackAnswer answer) {
        return switch (answer) {
            case PaystackAnswer.Done done -> done(draft, charge, number, done);
            case PaystackAnswer.Refused refused -> refused(refused);
            case PaystackAnswer other -> PaystackAnswer.toOutcome(other);
        };
    }

    private Outcome done(Call.ProviderDraft draft, PaystackCharge charge, int number, PaystackAnswer.Done done) {
        Optional<ChargeAttempt> made = ChargeAttempt.fromPaystack(done.data());
        if (made.isEmpty()) {
            return PaystackAnswer.toOutcome(done);
        }
        return seen(draft, charge, List.of(made.get())).orElseGet(() -> failedNow(number, made.get()));
    }

    private static Outcome failedNow(int number, ChargeAttempt attempt) {
        return number >= ATTEMPTS_MAX
                ? new Outcome.NeedsAttention(
                        "CHARGE_FAILED",
                        "%d attempts, the last: %s (a retry is one attempt more)".formatted(number, failed(attempt)))
                : new Outcome.RetryLater(failed(attempt), Optional.of(PAUSE));
    }

    /** A reference that is taken may be of the very attempt whose answer was lost: asking tells, a new one would double it. */
    private static Outcome refused(PaystackAnswer.Refused refused) {
        if (refused.code().equals(DUPLICATE)) {
            return new Outcome.RetryLater("the reference was sent before", Optional.of(PaystackAnswer.STILL_AT_IT));
        }
        return refused.message().contains("cannot be fulfilled until")
                ? new Outcome.RetryLater(refused.message(), Optional.of(PAUSE))
                : PaystackAnswer.toOutcome(refused);
    }

    private static String failed(ChargeAttempt attempt) {
        return "%s failed: %s".formatted(attempt.reference(), attempt.why());
    }
}
