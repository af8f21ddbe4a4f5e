package dev.tallygate.operation;

import java.time.Instant;

/** The identity of one database: one seller in one mode. */
public record Installation(String installationId, Mode mode, Instant createdTime) {}
