package dev.tallygate.rig.house;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Who may use whom, by the package under {@code dev.tallygate}, in the order of the flow. */
final class ModuleTable {
    static final String ROOT = "dev.tallygate.";

    private static final String CORE =
            "rejection money time database mail operation meter catalog rating party customer ledger"
                    + " notification reservation usage quota invoice month overdue payment document reconciliation"
                    + " modelcost";

    /** One row a package: its name, then what it may use beside itself. */
    private static final String ROWS = """
            v1           |
            sandbox      |
            rejection    |
            time         |
            money        | rejection
            database     | time
            mail         | rejection
            operation    | rejection time database
            access       | rejection time database operation
            meter        | rejection
            catalog      | rejection money time database meter
            rating       | rejection money time meter catalog
            party        | rejection time database
            customer     | rejection money time database operation meter catalog party
            ledger       | rejection money time database operation meter catalog rating customer
            notification | rejection money time database mail operation meter catalog rating customer ledger
            reservation  | time database meter ledger
            usage        | rejection money time database operation meter catalog rating customer ledger notification reservation
            quota        | rejection money time database operation meter catalog rating customer ledger notification reservation usage
            invoice      | rejection money time database operation meter catalog rating party customer ledger notification reservation usage
            month        | money time database invoice
            overdue      | rejection money time database mail catalog customer ledger notification invoice
            payment      | rejection money time database operation meter catalog customer ledger rating invoice notification overdue usage
            document     | money time mail catalog party customer invoice notification overdue payment
            reconciliation | money time customer ledger invoice operation payment
            modelcost    | rejection money time database meter catalog ledger
            stripe       | rejection money time operation customer invoice payment
            manual       | rejection money time mail operation customer invoice overdue payment
            paystack     | rejection money time operation customer payment
            server       | @core access manual stripe paystack v1
            batch        | @core access manual stripe paystack
            rig          | v1
            """;

    /** Other people's packages, and the only ones of ours that may use them. */
    private static final Map<String, Set<String>> OUTSIDE = Map.of(
            "io.grpc.", Set.of("v1", "server", "rig"),
            "com.google.protobuf.", Set.of("v1", "server", "rig"),
            "jakarta.servlet.", Set.of("server"),
            "org.springframework.web.", Set.of("server"),
            "org.springframework.batch.", Set.of("batch"),
            "picocli.", Set.of("batch"),
            "com.stripe.", Set.of("stripe"),
            "jakarta.mail.", Set.of("mail", "sandbox"),
            "org.eclipse.angus.", Set.of("mail"),
            "com.sun.net.httpserver.", Set.of("sandbox"));

    /** Rating is pure: no I/O, no clock, no framework. */
    private static final Map<String, List<String>> CLOSED_TO = Map.of(
            "rating",
            List.of("org.springframework.", "org.slf4j.", "java.sql.", "java.io.", "java.nio.", "java.time.Clock"),
            "money",
            List.of("org.springframework.", "org.slf4j.", "java.sql.", "java.io.", "java.time.Clock"));

    private final Map<String, Set<String>> allowed = new LinkedHashMap<>();

    ModuleTable() {
        ROWS.lines().forEach(row -> {
            String[] columns = row.split("\\|", 2);
            Set<String> uses = new TreeSet<>(
                    Arrays.asList(columns[1].replace("@core", CORE).strip().split(" +")));
            allowed.put(columns[0].strip(), uses);
        });
    }

    Set<String> packages() {
        return allowed.keySet();
    }

    /** What is wrong with a class using another, by their full names; empty if the table allows it. */
    Optional<String> refusal(String from, String to) {
        String user = packageOf(from);
        if (!allowed.containsKey(user)) {
            return Optional.of(ROOT + user + " is missing from the table (expected: a row in ModuleTable)");
        }
        boolean fine = to.startsWith(ROOT) ? mayUseOurs(user, packageOf(to)) : mayUseOutside(user, to);
        return fine ? Optional.empty() : Optional.of(from + " uses " + to + " (expected: as ModuleTable says)");
    }

    private boolean mayUseOurs(String user, String used) {
        return user.equals(used) || allowed.getOrDefault(user, Set.of()).contains(used);
    }

    private static boolean mayUseOutside(String user, String to) {
        boolean reserved = OUTSIDE.entrySet().stream()
                .anyMatch(entry ->
                        to.startsWith(entry.getKey()) && !entry.getValue().contains(user));
        boolean closed = CLOSED_TO.getOrDefault(user, List.of()).stream().anyMatch(to::startsWith);
        return !reserved && !closed;
    }

    /** The first name under the root: {@code batch} for {@code dev.tallygate.batch.bill.BillJob}. */
    static String packageOf(String type) {
        String below = type.substring(ROOT.length());
        return below.contains(".") ? below.substring(0, below.indexOf('.')) : "";
    }
}
