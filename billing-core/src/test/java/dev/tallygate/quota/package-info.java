/** Tests of quotas. */
@NullMarked
package dev.tallygate.quota;

import org.jspecify.annotations.NullMarked;
