/** Tests of the connection pool and its sessions. */
@NullMarked
package dev.tallygate.database;

import org.jspecify.annotations.NullMarked;
