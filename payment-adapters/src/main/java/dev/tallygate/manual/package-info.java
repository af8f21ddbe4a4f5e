/**
 * Bank transfer behind the port that core declares: an invoice is a mail that says how to pay.
 *
 * <p>Owns: what such a mail says, its due date, the withdrawal of an invoice that was mailed.
 *
 * <p>Does not own: when mails are sent and tried again (payment, in core), how they travel (mail), whether money came: a
 * person reports that, and core settles it.
 *
 * <p>Invariants: an invoice is finalized when the mail server took its mail over; the same delivery tried again has the
 * same Message-ID; nothing that comes from outside can say that an invoice is paid.
 *
 * <p>Meanings of time: the due date counts from the day on which the invoice was drafted, so that it is the same at a
 * second attempt.
 */
@NullMarked
package dev.tallygate.manual;

import org.jspecify.annotations.NullMarked;
