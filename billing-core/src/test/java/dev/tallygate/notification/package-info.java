/** Crossings and their mails, on a real database and over real sockets. */
@NullMarked
package dev.tallygate.notification;

import org.jspecify.annotations.NullMarked;
