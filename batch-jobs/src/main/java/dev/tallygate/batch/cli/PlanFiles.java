package dev.tallygate.batch.cli;

import dev.tallygate.catalog.PlanDefinition;
import dev.tallygate.catalog.PlanInvalid;
import dev.tallygate.catalog.PlanParser;
import dev.tallygate.catalog.ShippedPlans;
import dev.tallygate.modelcost.CostPlus;
import dev.tallygate.rejection.Reason;
import dev.tallygate.rejection.Rejected;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Plans as files: one or several YAML documents a file, all {@code *.yaml} files of a folder. */
final class PlanFiles {
    private static final String ENDING = ".yaml";

    private PlanFiles() {}

    /** Writes the shipped plans into the folder, one file each; a file that is there already is left as it is. */
    static List<Path> writeShipped(Path folder) {
        try {
            Files.createDirectories(folder);
            List<Path> written = new ArrayList<>();
            for (String name : ShippedPlans.names()) {
                Path file = folder.resolve(name + ENDING);
                if (Files.notExists(file)) {
                    written.add(Files.writeString(file, ShippedPlans.source(name)));
                }
            }
            return written;
        } catch (IOException notWritten) {
            throw new UncheckedIOException("the plans cannot be written to " + folder, notWritten);
        }
    }

    /** Every plan of the files and folders, written out; a finding names its file and line. */
    static List<PlanDefinition> read(List<Path> paths, CostPlus costPlus) {
        List<PlanDefinition> plans = paths.stream()
                .flatMap(PlanFiles::files)
                .flatMap(file -> parse(file, costPlus).stream())
                .toList();
        if (plans.isEmpty()) {
            throw Rejected.field(Reason.PLAN_INVALID, "FILE", paths, "files with at least one plan");
        }
        return plans;
    }

    private static Stream<Path> files(Path path) {
        if (!Files.isDirectory(path)) {
            return Stream.of(path);
        }
        try (Stream<Path> entries = Files.list(path)) {
            return entries.filter(file -> file.toString().endsWith(ENDING)).sorted().toList().stream();
        } catch (IOException unreadable) {
            throw new UncheckedIOException("the folder " + path + " cannot be read", unreadable);
        }
    }

    private static List<PlanDefinition> parse(Path file, CostPlus costPlus) {
        try {
            return PlanParser.parse(costPlus.writtenOut(Files.readString(file)));
        } catch (PlanInvalid invalid) {
            throw new PlanInvalid(invalid.findings().stream()
                    .map(finding -> new PlanInvalid.Finding(
                            finding.line(), file + ": " + finding.field(), finding.given(), finding.expected()))
                    .toList());
        } catch (NoSuchFileException absent) {
            throw new UncheckedIOException("the file " + file + " does not exist", absent);
        } catch (CharacterCodingException binary) {
            throw new UncheckedIOException("the file " + file + " is not UTF-8 text", binary);
        } catch (IOException unreadable) {
            throw new UncheckedIOException("the file " + file + " cannot be read", unreadable);
        }
    }
}
