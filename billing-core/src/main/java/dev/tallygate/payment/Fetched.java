package dev.tallygate.payment;

/** A provider's answer to a question about an object: what was asked for, that there is none, or nothing. */
public sealed interface Fetched<T> {

    record Found<T>(T value) implements Fetched<T> {}

    record Absent<T>() implements Fetched<T> {}

    record Unknown<T>(String why) implements Fetched<T> {}
}
