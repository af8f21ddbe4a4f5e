package dev.tallygate.rig;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code ./tallygate} says before it builds anything. */
class LauncherTest {
    private static final Path LAUNCHER =
            Path.of("..", "tallygate").toAbsolutePath().normalize();
    private static final int SCREEN_LINES = 36;

    @TempDir
    Path folder;

    private record Said(int code, String text) {}

    @Test
    void helpFitsOneScreenFromAnyFolder() throws Exception {
        Said help = run(Map.of(), "help");

        assertEquals(0, help.code());
        assertTrue(help.text().contains("./tallygate demo [--once]"), help.text());
        assertTrue(help.text().lines().count() <= SCREEN_LINES, "lines of help");
    }

    @Test
    void anUnknownCommandIsASentence() throws Exception {
        Said said = run(Map.of(), "pay");

        assertEquals(new Said(1, "tallygate: no command 'pay'. ./tallygate help lists them.\n"), said);
    }

    @Test
    void liveModeHasNoSandbox() throws Exception {
        Said said = run(Map.of("TALLYGATE_MODE", "live"), "sandbox");

        assertEquals(new Said(1, "tallygate: there is no sandbox in live mode\n"), said);
    }

    @Test
    void aJdkOfJavaHomeThatIsNewEnoughIsTaken() throws Exception {
        Path jdk = fakeJdk("99.0.1");

        Said said = run(Map.of("JAVA_HOME", jdk.toString()), "jdk");

        assertEquals(new Said(0, "JDK 99 in " + jdk + "\n"), said);
    }

    @Test
    void aJdkThatIsTooOldIsPassedOver() throws Exception {
        Path old = fakeJdk("17.0.15");

        Said said = run(Map.of("JAVA_HOME", old.toString()), "jdk");

        assertEquals(0, said.code(), said.text());
        assertTrue(!said.text().contains(old.toString()), said.text());
    }

    @Test
    void withoutAnyNewJdkASentenceSaysWhatToInstall() throws Exception {
        Path old = fakeJdk("17.0.15");

        Said said = run(Map.of("JAVA_HOME", old.toString(), "TALLYGATE_JDK_FOLDERS", old.toString()), "jdk");

        assertEquals(1, said.code());
        assertTrue(said.text().contains("a JDK of 21 or newer is needed, and the newest here is 17"), said.text());
        assertTrue(said.text().contains("install"), said.text());
    }

    @Test
    void withoutPythonTheCallersTestsAreSkippedWithASentence() throws Exception {
        Said said = run(Map.of("TALLYGATE_PYTHON", "/nowhere/python", "CI", ""), "test", "--clients");

        assertEquals(0, said.code(), said.text());
        assertTrue(said.text().contains("are skipped: there is no Python of 3.10 or newer"), said.text());
        assertTrue(said.text().endsWith("\n0 passed, 0 failed, 4 skipped\n"), said.text());
    }

    @Test
    void inCiMissingPythonIsAFailure() throws Exception {
        Said said = run(Map.of("TALLYGATE_PYTHON", "/nowhere/python", "CI", "true"), "test", "--clients");

        assertEquals(1, said.code(), said.text());
        assertTrue(said.text().contains("have failed: there is no Python of 3.10 or newer"), said.text());
        assertTrue(said.text().endsWith("\n0 passed, 4 failed\n"), said.text());
    }

    private Path fakeJdk(String version) throws IOException {
        Path jdk = Files.createDirectories(folder.resolve("jdk-" + version));
        Files.createDirectories(jdk.resolve("bin"));
        Files.createFile(
                jdk.resolve("bin/javac"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
        Files.writeString(jdk.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
        return jdk;
    }

    private Said run(Map<String, String> environment, String... words) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(new ArrayList<>(List.of(LAUNCHER.toString())))
                .directory(folder.toFile())
                .redirectErrorStream(true);
        builder.command().addAll(List.of(words));
        builder.environment().put("TALLYGATE_HOME", folder.resolve("home").toString());
        builder.environment().putAll(environment);
        Process process = builder.start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Said(process.waitFor(), text);
    }
}
