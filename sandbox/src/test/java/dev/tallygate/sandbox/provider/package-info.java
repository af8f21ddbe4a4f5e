/** What the tests of the local providers have in common: who hears their webhooks, and a clock that is set. */
@NullMarked
package dev.tallygate.sandbox.provider;

import org.jspecify.annotations.NullMarked;
