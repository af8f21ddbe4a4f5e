/** Tests of the local Paystack, over bare HTTP: there is no library of Paystack's own for Java. */
@NullMarked
package dev.tallygate.sandbox.paystack;

import org.jspecify.annotations.NullMarked;
