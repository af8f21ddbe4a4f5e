package dev.tallygate.operation;

import dev.tallygate.rejection.Reason;
import dev.tallygate.rejection.Rejected;
import dev.tallygate.time.UtcTimes;
import java.time.Clock;
import java.util.UUID;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Gives this database its identity at the first start, and holds every later start to it. */
public final class InstallationBook {
    private final InstallationRepository repository;
    private final Clock clock;

    public InstallationBook(JdbcClient jdbc, Clock clock) {
        this.repository = new InstallationRepository(jdbc);
        this.clock = clock;
    }

    /**
     * The installation, made with this mode where there is none yet; safe from several starts at once.
     *
     * @throws Rejected {@code MODE_MISMATCH} where the database has the other mode
     */
    public Installation open(Mode mode) {
        Installation installation = repository.find().orElseGet(() -> first(mode));
        if (installation.mode() != mode) {
            throw Rejected.of(
                    Reason.MODE_MISMATCH,
                    "TALLYGATE_MODE: %s (expected: %s, the mode that this database got at its first start; one database keeps one mode, so set TALLYGATE_DB_URL to another one)"
                            .formatted(mode.word(), installation.mode().word()));
        }
        return installation;
    }

    private Installation first(Mode mode) {
        Installation made = new Installation(UUID.randomUUID().toString(), mode, UtcTimes.toMicros(clock.instant()));
        try {
            repository.insert(made);
            return made;
        } catch (DuplicateKeyException anotherStartWasFirst) {
            return repository.find().orElseThrow(() -> anotherStartWasFirst);
        }
    }
}
