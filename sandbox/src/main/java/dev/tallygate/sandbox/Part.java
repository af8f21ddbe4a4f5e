package dev.tallygate.sandbox;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** Which servers a sandbox can run; the word is the name in lower case. */
enum Part {
    DATABASE,
    STRIPE,
    PAYSTACK,
    MAIL;

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws SandboxException with a sentence when there is no such part */
    static Part of(String word) {
        return Arrays.stream(values())
                .filter(part -> part.word().equals(word))
                .findFirst()
                .orElseThrow(() -> new SandboxException("--only " + word + " (expected: "
                        + Arrays.stream(values()).map(Part::word).collect(Collectors.joining(", "))
                        + ", or some of them with commas)"));
    }
}
