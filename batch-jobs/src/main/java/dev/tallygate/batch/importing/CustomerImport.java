package dev.tallygate.batch.importing;

import dev.tallygate.customer.CustomerEnrolment;
import dev.tallygate.database.AtOnce;
import dev.tallygate.rejection.Rejected;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/** Writes the customers of a file, several at a time; each is a transaction of its own. */
final class CustomerImport {
    /** Commits of so many at once share a flush of the database's log; half of the pool's connections. */
    private static final AtOnce AT_ONCE = new AtOnce(8, "customer");

    private static final int PAGE = 400;

    private final CustomerFile file;
    private final Function<CustomerLine, CustomerResult> work;

    private CustomerImport(CustomerFile file, Function<CustomerLine, CustomerResult> work) {
        this.file = file;
        this.work = work;
    }

    static CustomerImport writing(CustomerFile file, CustomerEnrolment enrolment) {
        return new CustomerImport(file, line -> CustomerResult.of(line, enrolment.enrol(line.enrolment())));
    }

    /** Only says what writing would do, and what would stand on invoices. */
    static CustomerImport rehearsing(CustomerFile file, CustomerEnrolment enrolment) {
        return new CustomerImport(file, line -> CustomerResult.rehearsed(line, enrolment.compare(line.enrolment())));
    }

    /** Hands over the results in the order of the lines, a page at a time. */
    void run(Consumer<List<CustomerResult>> results) {
        file.pages(PAGE, page -> results.accept(AT_ONCE.map(page, this::resultOf)));
    }

    private CustomerResult resultOf(CustomerLine line) {
        try {
            return work.apply(line);
        } catch (Rejected refused) {
            return CustomerResult.refused(line.number(), line.customerId(), CustomerResult.Kind.CONFLICT, refused);
        }
    }
}
