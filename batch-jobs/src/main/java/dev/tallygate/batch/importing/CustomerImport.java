package dev.tallygate.batch.importing;

import dev.tallygate.customer.CustomerEnrolment;
import dev.tallygate.rejection.Rejected;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.Function;

/** Writes the customers of a file, several at a time; each is a transaction of its own. */
final class CustomerImport {
    /** Commits of so many at once share a flush of the database's log; half of the pool's connections. */
    private static final int THREADS = 8;

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
        try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
            file.pages(PAGE, page -> results.accept(resultsOf(page, threads)));
        }
    }

    private List<CustomerResult> resultsOf(List<CustomerLine> page, ExecutorService threads) {
        List<Future<CustomerResult>> asked =
                page.stream().map(line -> threads.submit(() -> resultOf(line))).toList();
        List<CustomerResult> results = new ArrayList<>(page.size());
        for (Future<CustomerResult> answer : asked) {
            results.add(answerOf(answer));
        }
        return results;
    }

    private CustomerResult resultOf(CustomerLine line) {
        try {
            return work.apply(line);
        } catch (Rejected refused) {
            return CustomerResult.refused(line.number(), line.customerId(), CustomerResult.Kind.CONFLICT, refused);
        }
    }

    private static CustomerResult answerOf(Future<CustomerResult> answer) {
        try {
            return answer.get();
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof RuntimeException cause
                    ? cause
                    : new IllegalStateException(failed.getCause());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", interrupted);
        }
    }
}
