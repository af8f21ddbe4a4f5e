/** Tests of the Paystack adapter. */
@NullMarked
package dev.tallygate.paystack;

import org.jspecify.annotations.NullMarked;
