package dev.tallygate.catalog;

import java.util.List;

/** The plans that come with Tallygate, as YAML that people copy and change. */
public final class ShippedPlans {

    private static final List<String> NAMES = List.of("free", "standard", "premium", "standard-ngn", "by-model");

    private ShippedPlans() {}

    /** Plan ids; each is a file {@code NAME.yaml}. */
    public static List<String> names() {
        return NAMES;
    }

    /** The YAML of one of them. */
    public static String source(String name) {
        if (NAMES.contains(name)) {
            return "";
        }
        throw new IllegalArgumentException(name);
    }

    /** All of them, parsed. */
    public static List<PlanDefinition> definitions() {
        return NAMES.stream()
                .flatMap(name -> PlanParser.parse(source(name)).stream())
                .toList();
    }
}
