/** What every payment provider promises behind the port: one suite, and a world for each provider that passes it. */
@NullMarked
package dev.tallygate.provider;

import org.jspecify.annotations.NullMarked;
