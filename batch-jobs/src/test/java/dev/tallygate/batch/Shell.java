package dev.tallygate.batch;

import dev.tallygate.TestDatabase;
import dev.tallygate.batch.cli.Session;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** Types commands into the command line, each in a session of its own, on one database. */
public final class Shell {
    private final Map<String, String> settings;

    private Shell(Map<String, String> settings) {
        this.settings = settings;
    }

    /** A shell on the database of the test. */
    public static Shell on(TestDatabase database, Path home) {
        return new Shell(Map.of(
                "tallygate.db.url",
                database.url(),
                "tallygate.home",
                home.toString(),
                "tallygate.usage.totals-behind-max",
                "1"));
    }

    /** The same shell with another value of a setting. */
    public Shell with(String name, String value) {
        Map<String, String> changed = new HashMap<>(settings);
        changed.put(name, value);
        return new Shell(changed);
    }

    /** What one command ended with and printed. */
    public record Result(int exitCode, String out, String err) {}

    /** Runs one command. */
    public Result run(String... words) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        Session session = new Session(
                () -> BatchApplication.start(arguments()), new PrintWriter(out, true), new PrintWriter(err, true));
        int exitCode = BatchApplication.run(session, words);
        return new Result(exitCode, out.toString(), err.toString());
    }

    private String[] arguments() {
        return settings.entrySet().stream()
                .map(setting -> setting.getKey() + "=" + setting.getValue())
                .toArray(String[]::new);
    }

    /** Runs one command that must end with 0, and answers what it printed. */
    public String ok(String... words) {
        Result result = run(words);
        if (result.exitCode() != 0) {
            throw new AssertionError(String.join(" ", words) + " ended with " + result);
        }
        return result.out();
    }
}
