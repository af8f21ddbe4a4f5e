package dev.tallygate.rig.house;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Holds the directions between modules, and between the packages of the core. */
class ModuleTableTest {
    private static final ModuleTable TABLE = new ModuleTable();

    /** The classes of production: those that the rig has on its class path and that no test folder or jar holds. */
    private static final JavaClasses PRODUCTION = new ClassFileImporter()
            .withImportOption(location -> !location.contains("test-classes") && !location.contains("-tests.jar"))
            .importPackages("dev.tallygate");

    @Test
    void everyClassUsesOnlyWhatTheTableAllows() {
        Set<String> refusals = PRODUCTION.stream()
                .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
                .flatMap(dependency -> TABLE.refusal(owner(dependency), target(dependency)).stream())
                .collect(Collectors.toCollection(TreeSet::new));

        assertTrue(refusals.isEmpty(), () -> String.join("\n", refusals));
    }

    @Test
    void everyPackageOfTheProductIsInTheTable() {
        Set<String> missing = PRODUCTION.stream()
                .map(JavaClass::getName)
                .map(ModuleTable::packageOf)
                .filter(name -> !TABLE.packages().contains(name))
                .collect(Collectors.toCollection(TreeSet::new));

        assertEquals(Set.of(), missing);
    }

    @Test
    void theClassesOfEveryModuleAreSeen() {
        Set<String> seen = PRODUCTION.stream()
                .map(JavaClass::getName)
                .map(ModuleTable::packageOf)
                .collect(Collectors.toSet());

        assertTrue(
                seen.containsAll(List.of("v1", "sandbox", "money", "stripe", "server", "batch", "rig")),
                seen::toString);
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            server.A,  dev.tallygate.batch.B
            batch.A,   dev.tallygate.server.B
            batch.A,   dev.tallygate.v1.UsageEvent
            usage.A,   dev.tallygate.server.B
            usage.A,   dev.tallygate.stripe.B
            usage.A,   dev.tallygate.quota.B
            usage.A,   dev.tallygate.sandbox.B
            server.A,  dev.tallygate.sandbox.B
            stripe.A,  dev.tallygate.v1.UsageEvent
            usage.A,   io.grpc.Status
            invoice.A, org.springframework.batch.core.job.Job
            payment.A, com.stripe.StripeClient
            rating.A,  java.time.Clock
            rating.A,  org.springframework.stereotype.Component
            newcomer.A, java.lang.String
            """)
    void theTableRefuses(String from, String to) {
        assertTrue(TABLE.refusal("dev.tallygate." + from, to).isPresent());
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            server.A, dev.tallygate.v1.UsageEvent
            server.A, dev.tallygate.usage.B
            batch.A,  dev.tallygate.stripe.B
            usage.A,  dev.tallygate.ledger.B
            rating.A, java.math.BigDecimal
            stripe.A, com.stripe.StripeClient
            """)
    void theTableAllows(String from, String to) {
        assertTrue(TABLE.refusal("dev.tallygate." + from, to).isEmpty());
    }

    private static String owner(Dependency dependency) {
        return dependency.getOriginClass().getName();
    }

    private static String target(Dependency dependency) {
        return dependency.getTargetClass().getBaseComponentType().getName();
    }
}
