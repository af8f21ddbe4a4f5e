package dev.tallygate.batch.importing;

import dev.tallygate.rejection.Reason;
import dev.tallygate.rejection.Rejected;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A file of customers, read from its first line each time. */
final class CustomerFile {
    private final UsageFile file;
    private final CustomerMapper mapper;

    CustomerFile(UsageFile file, CustomerMapper mapper) {
        this.file = file;
        this.mapper = mapper;
    }

    /** What is wrong in it, and how many lines it has. */
    record Findings(long lines, List<CustomerResult> wrong) {}

    /** Reads the whole file and checks each line; nothing is asked of the customers that exist. */
    Findings check() {
        List<CustomerResult> wrong = new ArrayList<>();
        Map<String, Long> lineOf = new HashMap<>();
        long lines = each((number, line) -> check(number, line, lineOf, wrong));
        return new Findings(lines, wrong);
    }

    private void check(long number, UsageLine line, Map<String, Long> lineOf, List<CustomerResult> wrong) {
        String customerId = line.values().getOrDefault("customer_id", "").strip();
        try {
            mapper.toEnrolment(line);
            Long before = lineOf.putIfAbsent(customerId, number);
            if (before != null) {
                throw Rejected.field(
                        Reason.FIELD_INVALID, "customer_id", customerId, "once; line " + before + " has it too");
            }
        } catch (Rejected refused) {
            wrong.add(CustomerResult.refused(number, customerId, CustomerResult.Kind.INVALID, refused));
        }
    }

    /** Hands the lines over, so many at a time, in order. For a file that was checked. */
    void pages(int size, Consumer<List<CustomerLine>> page) {
        List<CustomerLine> read = new ArrayList<>(size);
        each((number, line) -> {
            read.add(new CustomerLine(number, mapper.toEnrolment(line)));
            if (read.size() == size) {
                page.accept(List.copyOf(read));
                read.clear();
            }
        });
        if (!read.isEmpty()) {
            page.accept(List.copyOf(read));
        }
    }

    private interface LineWork {
        void accept(long number, UsageLine line);
    }

    /** Answers how many lines there were. */
    private long each(LineWork work) {
        long count = 0;
        try (UsageFile.Lines lines = file.lines()) {
            for (UsageLine line = next(lines); line != null; line = next(lines)) {
                work.accept(lines.fileLine(), line);
                count++;
            }
        }
        return count;
    }

    private @Nullable UsageLine next(UsageFile.Lines lines) {
        try {
            return lines.next();
        } catch (UncheckedIOException | IllegalStateException unreadable) {
            Throwable cause = unreadable.getCause();
            throw new IllegalArgumentException(
                    "%s: line %,d or the one after it cannot be read: %s (expected: UTF-8 text)"
                            .formatted(file.path(), lines.fileLine(), cause == null ? unreadable : cause),
                    unreadable);
        }
    }
}
