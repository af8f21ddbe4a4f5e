/** Tests of documents. */
@NullMarked
package dev.tallygate.document;

import org.jspecify.annotations.NullMarked;
