/** Mails over real sockets. */
@NullMarked
package dev.tallygate.mail;

import org.jspecify.annotations.NullMarked;
