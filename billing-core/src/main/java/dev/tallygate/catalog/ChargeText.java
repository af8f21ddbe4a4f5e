package dev.tallygate.catalog;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Where a charge stands in the YAML that was applied.
 *
 * @param lineNumber of its first line, from 1; 0 = it was not found
 * @param lines its own lines as they were written, without their common indentation
 */
public record ChargeText(int lineNumber, List<String> lines) {
    public ChargeText {
        lines = List.copyOf(lines);
    }

    /**
     * The block of the charge with this id: from the line that begins its entry to the next one of the same depth. Of a column
     * of a matrix, {@code tokens.input}, the block of the matrix.
     */
    public static ChargeText find(String definition, String chargeId) {
        ChargeText own = named(definition, chargeId);
        int column = chargeId.lastIndexOf('.');
        return own.lineNumber() > 0 || column <= 0 ? own : named(definition, chargeId.substring(0, column));
    }

    private static ChargeText named(String definition, String chargeId) {
        List<String> source = definition.lines().toList();
        Pattern id = Pattern.compile("(^|[\\s{,-])id:\\s*[\"']?" + Pattern.quote(chargeId) + "[\"']?\\s*([,}#].*)?$|"
                + "[\\s{,]id:\\s*[\"']?" + Pattern.quote(chargeId) + "[\"']?\\s*[,}]");
        for (int named = 0; named < source.size(); named++) {
            if (id.matcher(source.get(named)).find()) {
                return block(source, beginning(source, named));
            }
        }
        return new ChargeText(0, List.of());
    }

    /** The entry begins with a dash, on this line or one above it. */
    private static int beginning(List<String> source, int named) {
        int begin = named;
        while (begin > 0 && !source.get(begin).strip().startsWith("- ") && depth(source.get(begin)) > 0) {
            begin--;
        }
        return source.get(begin).strip().startsWith("- ") ? begin : named;
    }

    private static ChargeText block(List<String> source, int begin) {
        int depth = depth(source.get(begin));
        List<String> lines = new ArrayList<>();
        lines.add(source.get(begin).substring(depth));
        for (String line : source.subList(begin + 1, source.size())) {
            if (!line.isBlank() && depth(line) <= depth) {
                break;
            }
            lines.add(line.isBlank() ? "" : line.substring(depth));
        }
        while (lines.getLast().isBlank()) {
            lines.removeLast();
        }
        return new ChargeText(begin + 1, lines);
    }

    private static int depth(String line) {
        return line.length() - line.stripLeading().length();
    }
}
