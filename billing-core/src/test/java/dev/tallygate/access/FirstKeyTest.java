package dev.tallygate.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tallygate.SettableClock;
import dev.tallygate.TestDatabase;
import dev.tallygate.Together;
import dev.tallygate.operation.InstallationBook;
import dev.tallygate.operation.Mode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class FirstKeyTest {

    @RegisterExtension
    static final TestDatabase DATABASE = TestDatabase.create();

    @TempDir
    Path folder = Path.of("");

    private final SettableClock clock = SettableClock.at("2026-03-11T12:00:00Z");
    private final ApiKeyRegistry registry = new ApiKeyRegistry(DATABASE.jdbcClient(), Mode.TEST, clock);

    @BeforeEach
    void newDatabase() {
        DATABASE.clear();
        new InstallationBook(DATABASE.jdbcClient(), clock).open(Mode.TEST);
    }

    @Test
    @DisplayName("invariant 13: the first key's file is mode 0600")
    void theFirstStartLeavesAnAdminKeyForItsOwnerOnly() throws IOException {
        Path file = firstKey(folder.resolve("new/home")).writeIfNone().orElseThrow();

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(registry.authenticate(Files.readString(file).strip()))
                .isInstanceOfSatisfying(
                        Authentication.Caller.class,
                        caller -> assertThat(caller.scopes()).containsExactlyInAnyOrder(Scope.values()));
        assertThat(file.getParent())
                .isDirectoryNotContaining(path -> path.toString().endsWith(".new"));
    }

    @Test
    void laterStartsMakeNoOther() {
        firstKey(folder).writeIfNone();

        assertThat(firstKey(folder.resolve("elsewhere")).writeIfNone()).isEmpty();
        assertThat(registry.list("", 10)).hasSize(1);
    }

    @Test
    void aRevokedFirstKeyIsNotReplaced() {
        firstKey(folder).writeIfNone();
        registry.revoke(registry.list("", 1).getFirst().keyId());

        assertThat(firstKey(folder).writeIfNone()).isEmpty();
    }

    @Test
    void fourFirstStartsAtOnceMakeOneKey() {
        List<Optional<Path>> all = Together.run(4, number -> firstKey(folder).writeIfNone());

        assertThat(all.stream().flatMap(Optional::stream)).hasSize(1);
        assertThat(registry.list("", 10)).hasSize(1);
    }

    @Test
    void aFolderThatCannotBeWrittenMakesNoKey() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));

        assertThatThrownBy(() -> firstKey(file).writeIfNone())
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("TALLYGATE_HOME");
        assertThat(registry.list("", 10)).isEmpty();
    }

    private FirstKey firstKey(Path home) {
        return new FirstKey(DATABASE.jdbcClient(), registry, DATABASE.transactions(), home);
    }
}
