package dev.tallygate.sandbox.database;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/** The folder of one server: its data, its log, and the pid, port and lock files beside them. */
record ServerFolder(Path path) {

    static ServerFolder of(Path path) throws IOException {
        Files.createDirectories(path);
        ServerFolder folder = new ServerFolder(path.toRealPath());
        Files.createDirectories(folder.temporary());
        return folder;
    }

    Path data() {
        return path.resolve("data");
    }

    /** Its own: a server that starts deletes the temporary tables that it finds, also those of another server. */
    Path temporary() {
        return path.resolve("temporary");
    }

    Path log() {
        return path.resolve("mariadbd.log");
    }

    Path pidFile() {
        return path.resolve("mariadbd.pid");
    }

    Path lockFile() {
        return path.resolve("lock");
    }

    Path portFile() {
        return path.resolve("port");
    }

    /** Makes the system tables where there are none: into a folder beside, renamed when whole. */
    void install(MariaDbPrograms programs, DatabaseOptions options) throws IOException {
        if (Files.isDirectory(data())) {
            return;
        }
        Path beside = path.resolve("data.installing");
        MariaDbPrograms.deleteTree(beside);
        Files.createDirectories(beside);
        Path script = writeInstallScript(programs);
        runBootstrap(programs, options, beside, script);
        Files.delete(script);
        Files.move(beside, data(), StandardCopyOption.ATOMIC_MOVE);
    }

    /** The server's own scripts, without its help texts: what mariadb-install-db does, without a shell. */
    private Path writeInstallScript(MariaDbPrograms programs) throws IOException {
        Path script = path.resolve("install.sql");
        StringBuilder text = new StringBuilder("create database mysql;\nuse mysql;\nset @auth_root_socket=null;\n");
        for (String name : List.of(
                "mariadb_system_tables.sql",
                "mariadb_performance_tables.sql",
                "mariadb_system_tables_data.sql",
                "maria_add_gis_sp_bootstrap.sql",
                "mariadb_sys_schema.sql")) {
            text.append(Files.readString(programs.share().resolve(name))).append('\n');
        }
        return Files.writeString(script, text);
    }

    private void runBootstrap(MariaDbPrograms programs, DatabaseOptions options, Path data, Path script)
            throws IOException {
        List<String> command = new ArrayList<>(commandStart(programs, data, options));
        command.addAll(List.of("--bootstrap", "--log-warnings=0", "--max-allowed-packet=8M"));
        Process process = new ProcessBuilder(command)
                .redirectInput(script.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log().toFile())
                .start();
        int code = waitFor(process);
        if (code != 0) {
            throw new EmbeddedDatabaseException("the embedded database could not be installed (exit code " + code
                    + "), its log " + log() + " ends with: " + logEnd());
        }
    }

    private static int waitFor(Process process) {
        try {
            return process.waitFor();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new EmbeddedDatabaseException("interrupted while the embedded database was installed", e);
        }
    }

    /** The command of the server on this port. Durable settings unless the options say otherwise. */
    List<String> serverCommand(MariaDbPrograms programs, DatabaseOptions options, int port) {
        List<String> command = new ArrayList<>(commandStart(programs, data(), options));
        command.addAll(List.of(
                "--port=" + port,
                "--bind-address=127.0.0.1",
                "--socket=mariadbd.sock", // inside the data folder: a full path may be longer than a socket's may be
                "--pid-file=" + pidFile(),
                "--skip-ssl",
                "--skip-name-resolve",
                "--character-set-server=utf8mb4",
                "--collation-server=utf8mb4_bin",
                "--default-time-zone=+00:00",
                "--max-connections=300",
                "--max-allowed-packet=64M"));
        command.addAll(
                switch (options.durability()) {
                    case FULL -> List.of("--innodb-flush-log-at-trx-commit=1", "--innodb-doublewrite=ON");
                    case PROCESS ->
                        List.of(
                                "--innodb-flush-log-at-trx-commit=2",
                                "--innodb-doublewrite=OFF",
                                "--innodb-flush-method=nosync",
                                "--sync-frm=OFF");
                });
        return command;
    }

    private List<String> commandStart(MariaDbPrograms programs, Path data, DatabaseOptions options) {
        List<String> command = new ArrayList<>(List.of(
                programs.server().toString(),
                "--no-defaults",
                "--basedir=" + programs.base(),
                "--datadir=" + data,
                "--tmpdir=" + temporary(),
                "--lc-messages-dir=" + programs.share(),
                "--innodb-buffer-pool-size=" + options.bufferPoolMegabytes() + "M",
                "--innodb-log-file-size=" + options.redoLogMegabytes() + "M"));
        if (isRoot()) {
            command.add("--user=root");
        }
        return command;
    }

    private static boolean isRoot() {
        try {
            return Files.getAttribute(Path.of("/proc/self"), "unix:uid") instanceof Integer uid && uid == 0;
        } catch (IOException | UnsupportedOperationException e) {
            return System.getProperty("user.name").equals("root");
        }
    }

    String logText() throws IOException {
        return Files.exists(log()) ? new String(Files.readAllBytes(log()), StandardCharsets.UTF_8) : "";
    }

    String logEnd() throws IOException {
        List<String> lines = logText().lines().toList();
        return String.join(" / ", lines.subList(Math.max(0, lines.size() - 3), lines.size()));
    }
}
