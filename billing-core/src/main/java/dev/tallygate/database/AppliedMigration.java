package dev.tallygate.database;

import org.jspecify.annotations.Nullable;

/** A row of Flyway's history; {@code checksum} is missing where Flyway keeps none, as for a baseline. */
record AppliedMigration(
        String type, String script, @Nullable Integer checksum, boolean success) {}
