/** Tests of the mail catcher: over real SMTP, with the mail library that most Java programs use, and over its pages. */
@NullMarked
package dev.tallygate.sandbox.mail;

import org.jspecify.annotations.NullMarked;
