package dev.tallygate.database;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.zip.CRC32;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/** The tables as this version needs them. Where one read shows that they are so already, Flyway is not started. */
public final class Schema {
    private static final String FOLDER = "db/migration";

    private final DataSource dataSource;
    private final SchemaHistoryRepository history;

    Schema(DataSource dataSource) {
        this.dataSource = dataSource;
        this.history = new SchemaHistoryRepository(dataSource);
    }

    /**
     * Brings the tables to this version; may be called by several processes at once, and again. Whatever is not exactly as
     * shipped is Flyway's to mend or to refuse, in its words. A migration takes the time that it takes.
     */
    public void migrate() {
        if (!isCurrent()) {
            Flyway.configure()
                    .dataSource(new Unhurried(dataSource))
                    .locations("classpath:" + FOLDER)
                    .load()
                    .migrate();
        }
    }

    /** Whether just the migrations that this version ships were applied, each with its checksum and to its end. */
    boolean isCurrent() {
        return history.applied().equals(shipped());
    }

    private static List<AppliedMigration> shipped() {
        try {
            return Arrays.stream(new PathMatchingResourcePatternResolver().getResources("classpath*:" + FOLDER + "/*"))
                    .map(Schema::afterSuccess)
                    .sorted(Comparator.comparing(AppliedMigration::script))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("the migrations in " + FOLDER + " cannot be listed", e);
        }
    }

    /** The row that Flyway leaves of it. */
    private static AppliedMigration afterSuccess(Resource migration) {
        return new AppliedMigration("SQL", String.valueOf(migration.getFilename()), checksum(migration), true);
    }

    /** As Flyway counts: CRC32 over the lines without their ends. */
    private static int checksum(Resource migration) {
        CRC32 sum = new CRC32();
        try (var lines =
                new BufferedReader(new InputStreamReader(migration.getInputStream(), StandardCharsets.UTF_8))) {
            String line = lines.readLine();
            while (line != null) {
                sum.update(line.getBytes(StandardCharsets.UTF_8));
                line = lines.readLine();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(migration.getDescription() + " cannot be read", e);
        }
        return (int) sum.getValue();
    }
}
