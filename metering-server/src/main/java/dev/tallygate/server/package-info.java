/** placeholder. */
@NullMarked
package dev.tallygate.server;

import org.jspecify.annotations.NullMarked;
