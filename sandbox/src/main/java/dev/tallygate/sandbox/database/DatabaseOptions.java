package dev.tallygate.sandbox.database;

/**
 * How an embedded server is run.
 *
 * @param port TCP port on 127.0.0.1; 0 takes the folder's last port if it is free, else any free one
 * @param bufferPoolMegabytes memory for pages
 * @param redoLogMegabytes size of the redo log on disk
 * @param durability what a commit survives
 */
public record DatabaseOptions(int port, int bufferPoolMegabytes, int redoLogMegabytes, Durability durability) {

    /** What an acknowledged commit survives. */
    public enum Durability {
        /** A kill of the server and a crash of the machine. */
        FULL,
        /** A kill of the server only: for tests. */
        PROCESS
    }

    public DatabaseOptions {
        if (port < 0 || port > 65_535) {
            throw new EmbeddedDatabaseException("port: " + port + " (expected: 0 to 65535)");
        }
        if (bufferPoolMegabytes < 16 || redoLogMegabytes < 4) {
            throw new EmbeddedDatabaseException("memory: buffer pool " + bufferPoolMegabytes + " MB, redo log "
                    + redoLogMegabytes + " MB (expected: >= 16 and >= 4)");
        }
    }

    /** For the sandbox: durable, any port, 256 MB of pages. */
    public static DatabaseOptions durable() {
        return new DatabaseOptions(0, 256, 64, Durability.FULL);
    }

    /** For test runs: small and quick, loses nothing when only the server is killed. */
    public static DatabaseOptions quick() {
        return new DatabaseOptions(0, 256, 64, Durability.PROCESS);
    }

    /** The same on this port. */
    public DatabaseOptions onPort(int wanted) {
        return new DatabaseOptions(wanted, bufferPoolMegabytes, redoLogMegabytes, durability);
    }
}
