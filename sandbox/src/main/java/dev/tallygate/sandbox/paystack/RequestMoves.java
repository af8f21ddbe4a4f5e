package dev.tallygate.sandbox.paystack;

import dev.tallygate.sandbox.http.Answer;
import dev.tallygate.sandbox.http.Call;
import dev.tallygate.sandbox.http.Routes;
import dev.tallygate.sandbox.journal.Change;
import dev.tallygate.sandbox.paystack.RequestBook.CustomerForm;
import tools.jackson.databind.node.ObjectNode;

/** {@code POST /paymentrequest/…}: finalize, notify, archive. */
final class RequestMoves {
    private final RequestBook book;

    RequestMoves(RequestBook book) {
        this.book = book;
    }

    void addTo(Routes routes) {
        routes.on("POST", "/paymentrequest/finalize/{id}", this::finalizeDraft)
                .on("POST", "/paymentrequest/notify/{id}", this::notifyCustomer)
                .on("POST", "/paymentrequest/archive/{id}", this::archive);
    }

    private Answer finalizeDraft(Call call, Change change) {
        Fields fields = Fields.of(call);
        boolean notifies = fields.flag("send_notification").orElse(true);
        fields.refuseUnknown();
        ObjectNode request = RequestBook.require(change, call.pathId());
        if (!RequestBook.hasStatus(request, "draft")) {
            throw PaystackError.refused("not_a_draft", "Payment request is not a draft: it was finalized before");
        }
        book.open(change, request);
        if (notifies) {
            book.notifyCustomer(change, request);
        }
        return Account.ok("Payment request finalized", book.shown(change, request, CustomerForm.OBJECT));
    }

    private Answer notifyCustomer(Call call, Change change) {
        ObjectNode request = RequestBook.require(change, call.pathId());
        if (!RequestBook.hasStatus(request, "pending")) {
            throw PaystackError.refused("not_pending", "Only a pending payment request can be sent");
        }
        book.notifyCustomer(change, request);
        return Answer.ok(Account.said("Notification sent"));
    }

    /** Gone for good: not shown, not verified, not listed, not paid. */
    private Answer archive(Call call, Change change) {
        ObjectNode request = RequestBook.require(change, call.pathId());
        RequestBook.save(change, request.put(RequestBook.ARCHIVED, true));
        return Answer.ok(Account.said("Payment request has been archived"));
    }
}
