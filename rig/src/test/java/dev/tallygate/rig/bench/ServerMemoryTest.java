package dev.tallygate.rig.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerMemoryTest {
    @TempDir
    Path folder;

    @Test
    void pausesAreReadFromTheCollectorsLog() throws IOException {
        Site site = new Site(folder.resolve("tallygate"), folder, "", 0, 0);
        Files.writeString(site.gcLog(), """
                [0.011s] Using G1
                [1.913s] GC(3) Pause Young (Concurrent Start) (Metadata GC Threshold) 51M->18M(390M) 4.731ms
                [1.913s] GC(4) Concurrent Mark Cycle
                [1.921s] GC(4) Pause Remark 20M->19M(80M) 1.250ms
                [9.001s] GC(5) Pause Full (Diagnostic Command) 43M->17M(64M) 21.004ms
                """);

        assertEquals(
                List.of(
                        new ServerMemory.Pause(4.731, 18, false),
                        new ServerMemory.Pause(1.25, 19, false),
                        new ServerMemory.Pause(21.004, 17, true)),
                new ServerMemory(site).pauses());
    }
}
