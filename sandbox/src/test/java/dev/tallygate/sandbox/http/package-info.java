/** Scripts without a server: what they read, and whom they meet. */
@NullMarked
package dev.tallygate.sandbox.http;

import org.jspecify.annotations.NullMarked;
