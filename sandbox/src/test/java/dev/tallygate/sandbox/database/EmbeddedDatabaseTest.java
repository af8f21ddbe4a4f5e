package dev.tallygate.sandbox.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedDatabaseTest {
    private static final DatabaseOptions SMALL = new DatabaseOptions(0, 32, 8, DatabaseOptions.Durability.FULL);

    @TempDir
    Path folder;

    @Test
    void whatWasCommittedSurvivesAStopAndAKillOnTheSamePort() throws SQLException {
        EmbeddedDatabase first = EmbeddedDatabase.start(folder, SMALL);
        execute(first, "create table kept (n int primary key)");
        execute(first, "insert into kept values (1)");
        first.stop();

        EmbeddedDatabase second = EmbeddedDatabase.start(folder, SMALL);
        execute(second, "insert into kept values (2)");
        second.kill();

        try (EmbeddedDatabase third = EmbeddedDatabase.start(folder, SMALL)) {
            assertThat(query(third, "select count(*) from kept")).isEqualTo("2");
            assertThat(third.port()).isEqualTo(first.port());
        }
    }

    @Test
    void commitsAreDurableAndTextIsUtf8AndTimeIsUtc() throws SQLException {
        try (EmbeddedDatabase database = EmbeddedDatabase.start(folder, SMALL)) {
            assertThat(query(database, "select @@innodb_flush_log_at_trx_commit"))
                    .isEqualTo("1");
            assertThat(query(database, "select @@innodb_doublewrite")).isNotEqualTo("OFF");
            assertThat(query(database, "select @@character_set_server")).isEqualTo("utf8mb4");
            assertThat(query(database, "select @@global.time_zone")).isEqualTo("+00:00");
            assertThat(query(database, "select @@bind_address")).isEqualTo("127.0.0.1");
        }
    }

    @Test
    void aServerThatACrashedJvmLeftRunningIsTakenOver() throws IOException, SQLException {
        long orphan = startInAJvmThatCrashes();

        try (EmbeddedDatabase database = EmbeddedDatabase.start(folder, SMALL)) {
            assertThat(database.pid()).isEqualTo(orphan);
            assertThat(query(database, "select 1")).isEqualTo("1");
        }

        assertThat(new ServerProcess(orphan).isAlive()).isFalse();
    }

    @Test
    void anOrphanWithOtherSettingsIsStoppedFirst() throws IOException, SQLException {
        long orphan = startInAJvmThatCrashes();

        DatabaseOptions larger = new DatabaseOptions(0, 48, 8, DatabaseOptions.Durability.FULL);
        try (EmbeddedDatabase database = EmbeddedDatabase.start(folder, larger)) {
            assertThat(database.pid()).isNotEqualTo(orphan);
            assertThat(query(database, "select @@innodb_buffer_pool_size")).isEqualTo("50331648");
        }
    }

    @Test
    void aStalePidFileOfAnotherProgramIsNotTakenForTheServer() throws IOException, SQLException {
        Files.writeString(
                folder.resolve("mariadbd.pid"),
                Long.toString(ProcessHandle.current().pid()));

        try (EmbeddedDatabase database = EmbeddedDatabase.start(folder, SMALL)) {
            assertThat(query(database, "select 1")).isEqualTo("1");
        }
    }

    @Test
    void aFolderInUseIsRefusedAndTheFirstServerGoesOn() throws SQLException {
        try (EmbeddedDatabase first = EmbeddedDatabase.start(folder, SMALL)) {
            assertThatThrownBy(() -> EmbeddedDatabase.start(folder, SMALL))
                    .isInstanceOf(EmbeddedDatabaseException.class)
                    .hasMessageContaining("in use by another process");
            assertThat(query(first, "select 1")).isEqualTo("1");
        }
    }

    @Test
    void twoFoldersAreTwoServers() throws SQLException {
        try (EmbeddedDatabase one = EmbeddedDatabase.start(folder.resolve("one"), SMALL);
                EmbeddedDatabase two = EmbeddedDatabase.start(folder.resolve("two with a space"), SMALL)) {
            execute(one, "create table mine (n int)");

            assertThat(two.port()).isNotEqualTo(one.port());
            assertThat(query(two, "select count(*) from information_schema.tables where table_name = 'mine'"))
                    .isEqualTo("0");
        }
    }

    @Test
    void temporaryTablesAreWhereNoOtherServerDeletesThem() throws IOException, SQLException {
        try (EmbeddedDatabase database = EmbeddedDatabase.start(folder, SMALL)) {
            assertThat(Path.of(query(database, "select @@tmpdir")))
                    .isEqualTo(folder.toRealPath().resolve("temporary"));
        }
    }

    @Test
    void aTakenPortIsASentenceAndAnInstallationCutShortIsDoneAgain() throws IOException, SQLException {
        Files.createDirectories(folder.resolve("data.installing/mysql"));
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> EmbeddedDatabase.start(folder, SMALL.onPort(taken.getLocalPort())))
                    .isInstanceOf(EmbeddedDatabaseException.class)
                    .hasMessageContaining("port " + taken.getLocalPort())
                    .hasMessageContaining("taken");
        }

        try (EmbeddedDatabase database = EmbeddedDatabase.start(folder, SMALL)) {
            assertThat(query(database, "select 1")).isEqualTo("1");
        }
    }

    @Test
    void aPlatformWithoutAPackageIsASentenceThatNamesTheSetting() {
        assertThatThrownBy(() -> MariaDbPrograms.requirePlatform("Mac OS X", "aarch64"))
                .isInstanceOf(EmbeddedDatabaseException.class)
                .hasMessageContaining("Mac OS X aarch64")
                .hasMessageContaining("TALLYGATE_DB_URL");
    }

    @Test
    void theServerSharedByTestsIsOneForThisJvmAndKnowsWhenToEnd() throws SQLException {
        EmbeddedDatabase shared = EmbeddedDatabase.sharedForTests();

        assertThat(EmbeddedDatabase.sharedForTests()).isSameAs(shared);
        assertThat(query(shared, "select status from information_schema.events where event_name = 'end_when_unused'"))
                .isEqualTo("ENABLED");
    }

    private long startInAJvmThatCrashes() throws IOException {
        Process jvm = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin/java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        StartAndWait.class.getName(),
                        folder.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        long pid = Long.parseLong(jvm.inputReader().readLine());
        jvm.destroyForcibly().onExit().join();
        return pid;
    }

    /** A process that starts the server of a folder, prints its pid and waits to be killed. */
    static final class StartAndWait {
        private StartAndWait() {}

        public static void main(String[] args) throws IOException {
            System.out.println(EmbeddedDatabase.start(Path.of(args[0]), SMALL).pid());
            int untilKilled = System.in.read();
            System.exit(untilKilled);
        }
    }

    private static void execute(EmbeddedDatabase database, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(database.jdbcUrl("sandbox_test"));
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String query(EmbeddedDatabase database, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(database.jdbcUrl("sandbox_test"));
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            assertThat(rows.next()).isTrue();
            return rows.getString(1);
        }
    }
}
