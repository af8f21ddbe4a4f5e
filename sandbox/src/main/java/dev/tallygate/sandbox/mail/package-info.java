/**
 * A mail catcher: a real SMTP server on this machine that delivers nothing, keeps everything, and shows it on a page.
 *
 * <p>Owns the mails, one {@code .eml} file each, and how often each came: a mail is known by its {@code Message-ID}.
 * Owns the misfortunes that a test orders for the next mails. Does not own what a mail should say.
 *
 * <p>Invariants: a mail that was answered with 250 is kept over a kill; a mail that comes again is counted, not kept
 * twice; what a mail contains is shown and never run. Any user and password are taken, and none is needed.
 * A recipient {@code …+sandbox_refused@…} does not exist (550), {@code …+sandbox_later@…} is over quota (452).
 * Times are those of the arrival, by the injected clock.
 */
@NullMarked
package dev.tallygate.sandbox.mail;

import org.jspecify.annotations.NullMarked;
