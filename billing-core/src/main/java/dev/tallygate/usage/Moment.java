package dev.tallygate.usage;

import java.time.Instant;

/** When a group is recorded, in microseconds, and which usage times are taken then. */
record Moment(Instant recordedTime, TimeBounds bounds) {}
