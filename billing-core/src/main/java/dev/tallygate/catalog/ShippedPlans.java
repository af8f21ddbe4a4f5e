package dev.tallygate.catalog;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The plans that come with Tallygate, as YAML that people copy and change. */
public final class ShippedPlans {

    private static final List<String> NAMES = List.of("free", "standard", "premium", "standard-ngn", "by-model");

    private ShippedPlans() {}

    /** Plan ids; each is a file {@code NAME.yaml}. */
    public static List<String> names() {
        return NAMES;
    }

    /** The YAML of one of them, comments included. */
    public static String source(String name) {
        try (InputStream resource = ShippedPlans.class.getResourceAsStream("/plans/" + name + ".yaml")) {
            if (resource == null) {
                throw new IllegalArgumentException("plan: " + name + " (expected: one of " + NAMES + ")");
            }
            return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All of them, parsed. */
    public static List<PlanDefinition> definitions() {
        return NAMES.stream()
                .flatMap(name -> PlanParser.parse(source(name)).stream())
                .toList();
    }
}
