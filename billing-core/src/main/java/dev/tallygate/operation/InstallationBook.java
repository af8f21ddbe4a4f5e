package dev.tallygate.operation;

/** Gives this database its identity at the first start, and holds every later start to it. */
public interface InstallationBook {
    /**
     * The installation, made with this mode where there is none yet; safe from several starts at once.
     *
     * @throws dev.tallygate.rejection.Rejected {@code MODE_MISMATCH} where the database has the other mode
     */
    Installation open(Mode mode);
}
