package dev.tallygate.access;

import dev.tallygate.database.Transactions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Makes the first admin key of a database, once, and leaves it in {@code admin.key}, readable by its owner only. */
public final class FirstKey {
    private static final String FILE = "admin.key";

    private final ApiKeyRepository repository;
    private final ApiKeyRegistry registry;
    private final Transactions transactions;
    private final Path home;

    public FirstKey(JdbcClient jdbc, ApiKeyRegistry registry, Transactions transactions, Path home) {
        this.repository = new ApiKeyRepository(jdbc);
        this.registry = registry;
        this.transactions = transactions;
        this.home = home;
    }

    /**
     * Makes the key where the database never had an admin key, and answers its file. The file is written before the
     * commit: after a crash between the two it holds a key that does not work, and the next start replaces it.
     */
    public Optional<Path> writeIfNone() {
        return transactions.call(() -> {
            repository.lockInstallation();
            if (repository.hasAdmin()) {
                return Optional.empty();
            }
            ApiKey.Grant everything = new ApiKey.Grant("first key", Set.of(Scope.values()), null);
            NewApiKey first = registry.create(everything, null);
            return Optional.of(write(first.shownOnce().orElseThrow()));
        });
    }

    /** Where the first key is or was left. */
    public Path file() {
        return home.resolve(FILE);
    }

    private Path write(String key) {
        try {
            Files.createDirectories(home);
            Path fresh = Files.createTempFile(home, FILE, ".new", ownerOnly());
            Files.write(fresh, (key + "\n").getBytes(StandardCharsets.US_ASCII));
            return Files.move(fresh, file(), StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException notWritten) {
            throw new UncheckedIOException(
                    "the first admin key cannot be written to %s (expected: a folder that may be written, in TALLYGATE_HOME)"
                            .formatted(file()),
                    notWritten);
        }
    }

    private FileAttribute<?>[] ownerOnly() throws IOException {
        boolean posix = Files.getFileStore(home).supportsFileAttributeView("posix");
        return posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }
}
