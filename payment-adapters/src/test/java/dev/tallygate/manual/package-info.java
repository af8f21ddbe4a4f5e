/** Bank transfer, with mails over real sockets. */
@NullMarked
package dev.tallygate.manual;

import org.jspecify.annotations.NullMarked;
