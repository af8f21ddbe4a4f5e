/**
 * How a mail travels.
 *
 * <p>Owns: the port {@link dev.tallygate.mail.Mailer}, SMTP behind it with its settings, and what a mail looks like: one
 * {@link dev.tallygate.mail.Letter} as text and as HTML of equal content.
 *
 * <p>Does not own: whom to tell what, and when to try again (notification, the manual provider).
 *
 * <p>Invariants: no failure of the mail server is thrown, every outcome is a value; the same mail sent again has the same
 * Message-ID; a send is over within 45 s; passwords are never in a message or a log.
 *
 * <p>Meanings of time: the Date of a mail is when it is sent; nothing else here knows time.
 */
@NullMarked
package dev.tallygate.mail;

import org.jspecify.annotations.NullMarked;
