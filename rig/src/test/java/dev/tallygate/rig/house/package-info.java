/**
 * The house rules as tests: what a reader may rely on in every module.
 *
 * <p>Owns: the table of who may use whom ({@code ModuleTableTest}) and the limits on the sources
 * ({@code TidyTest}). Does not own: the format (spotless), the proto rules (buf), nullness (NullAway).
 *
 * <p>Invariants: a package that is missing from the table fails; each rule has a bad sample that it refuses
 * ({@code TidyRulesTest}), so that no rule can pass by looking at nothing. The sources are parsed with the
 * compiler's own parser, once, and read from the folders beside this module.
 *
 * <p>When readability and a rule disagree, readability wins: change the rule here, in the same commit.
 */
@NullMarked
package dev.tallygate.rig.house;

import org.jspecify.annotations.NullMarked;
