package dev.tallygate.sandbox.stripe;

import java.util.random.RandomGenerator;

/** New ids in Stripe's form: a prefix and letters nobody can guess. */
final class Ids {
    private static final String ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final int LENGTH = 24;

    private final RandomGenerator random;

    Ids(RandomGenerator random) {
        this.random = random;
    }

    String next(String prefix) {
        StringBuilder id = new StringBuilder(prefix);
        for (int i = 0; i < LENGTH; i++) {
            id.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return id.toString();
    }
}
