package dev.tallygate.batch.cli;

import dev.tallygate.operation.Installation;
import java.io.PrintWriter;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ConfigurableApplicationContext;

/** One run of the command line: core's beans, started when first asked for, and the two outputs. */
public final class Session {
    private final Supplier<ConfigurableApplicationContext> start;
    private final PrintWriter out;
    private final PrintWriter err;

    @Nullable
    private ConfigurableApplicationContext context;

    public Session(Supplier<ConfigurableApplicationContext> start, PrintWriter out, PrintWriter err) {
        this.start = start;
        this.out = out;
        this.err = err;
    }

    /** A bean of core. The first call starts core, migrates the database and refuses one of the other mode. */
    public <T> T bean(Class<T> type) {
        ConfigurableApplicationContext started = context;
        if (started == null) {
            started = start.get();
            context = started;
            started.getBean(Installation.class);
        }
        return started.getBean(type);
    }

    /** What was found or done. */
    public PrintWriter out() {
        return out;
    }

    /** What went wrong, and progress. */
    public PrintWriter err() {
        return err;
    }

    /** Whether a person is watching, as the launcher saw it: then progress is redrawn, else it is plain lines. */
    public boolean isTerminal() {
        return "1".equals(System.getenv("TALLYGATE_TERMINAL"));
    }

    /** The colours of what is printed. */
    public Colours colours() {
        return Colours.of(System.getenv());
    }

    /** Stops core, where it was started. */
    public void end() {
        out.flush();
        err.flush();
        if (context != null) {
            context.close();
        }
    }
}
