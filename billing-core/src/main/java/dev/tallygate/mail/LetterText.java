package dev.tallygate.mail;

import dev.tallygate.mail.Letter.Amounts;
import dev.tallygate.mail.Letter.Bar;
import dev.tallygate.mail.Letter.Block;
import dev.tallygate.mail.Letter.Fact;
import dev.tallygate.mail.Letter.Facts;
import dev.tallygate.mail.Letter.Link;
import dev.tallygate.mail.Letter.Notice;
import dev.tallygate.mail.Letter.Paragraph;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A letter as plain text. */
final class LetterText {
    private static final int WIDTH = 76;
    private static final Pattern WORDS = Pattern.compile("\\s+");
    private static final int NAME_WIDTH_MAX = 52;

    private LetterText() {}

    static String of(Letter letter) {
        List<String> parts = new ArrayList<>();
        parts.add(wrapped(letter.title()));
        letter.parts().stream()
                .map(LetterText::part)
                .filter(text -> !text.isEmpty())
                .forEach(parts::add);
        parts.add("-- \n" + letter.sender());
        return String.join("\n\n", parts) + "\n";
    }

    private static String part(Letter.Part part) {
        return switch (part) {
            case Paragraph paragraph -> wrapped(paragraph.text());
            case Notice notice -> wrapped("! " + notice.text());
            case Bar bar -> "";
            case Facts facts -> facts(facts.facts());
            case Amounts amounts -> amounts(amounts);
            case Link link -> wrapped(link.text() + ":") + "\n" + link.url();
            case Block block -> block.text().strip().indent(2).stripTrailing();
        };
    }

    private static String facts(List<Fact> facts) {
        int width = width(facts);
        return facts.stream()
                .map(fact -> padded(fact.name() + ":", width + 1) + " " + fact.value())
                .collect(Collectors.joining("\n"));
    }

    private static String amounts(Amounts amounts) {
        List<Fact> all = new ArrayList<>(amounts.lines());
        all.add(amounts.total());
        int names = width(all);
        int values = all.stream().mapToInt(fact -> fact.value().length()).max().orElse(0);
        List<String> lines = new ArrayList<>();
        amounts.lines().forEach(line -> lines.add(amount(line, names, values)));
        lines.add("-".repeat(names + 2 + values));
        lines.add(amount(amounts.total(), names, values));
        return String.join("\n", lines);
    }

    private static String amount(Fact line, int names, int values) {
        String gap = " ".repeat(Math.max(0, values - line.value().length()));
        return padded(line.name(), names) + "  " + gap + line.value();
    }

    private static int width(List<Fact> facts) {
        int longest =
                facts.stream().mapToInt(fact -> fact.name().length()).max().orElse(0);
        return Math.min(longest, NAME_WIDTH_MAX);
    }

    private static String padded(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.length()));
    }

    private static String wrapped(String text) {
        StringBuilder wrapped = new StringBuilder();
        int column = 0;
        for (String word : WORDS.splitAsStream(text.strip()).toList()) {
            boolean isBreak = column > 0 && column + 1 + word.length() > WIDTH;
            if (column > 0) {
                wrapped.append(isBreak ? '\n' : ' ');
            }
            column = isBreak || column == 0 ? word.length() : column + 1 + word.length();
            wrapped.append(word);
        }
        return wrapped.toString();
    }
}
