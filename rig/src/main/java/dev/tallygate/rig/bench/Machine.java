package dev.tallygate.rig.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the figures were measured on. */
final class Machine {
    private static final Path PROCESSORS = Path.of("/proc/cpuinfo");
    private static final Path MEMORY = Path.of("/proc/meminfo");
    private static final long KIB_PER_GIB = 1024 * 1024;

    private Machine() {}

    /** "Intel Xeon, 2 cores, 23 GiB of memory, Java 25.0.3+9, Linux 6.1". */
    static String text() {
        return "%s, %d cores, %s of memory, Java %s, %s %s"
                .formatted(
                        field(PROCESSORS, "model name", System.getProperty("os.arch")),
                        Runtime.getRuntime().availableProcessors(),
                        memory(field(MEMORY, "MemTotal", "")),
                        System.getProperty("java.vm.version"),
                        System.getProperty("os.name"),
                        System.getProperty("os.version"));
    }

    private static String memory(String kib) {
        return kib.matches("[0-9]+ kB") ? Long.parseLong(kib.split(" ", -1)[0]) / KIB_PER_GIB + " GiB" : "unknown size";
    }

    private static String field(Path file, String name, String otherwise) {
        if (!Files.exists(file)) {
            return otherwise;
        }
        try {
            return Files.readAllLines(file).stream()
                    .filter(line -> line.startsWith(name))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse(otherwise);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
