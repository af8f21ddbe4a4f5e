package dev.tallygate.mail;

import java.util.List;

/**
 * What a mail says, once: the text and the HTML form have the same words and figures.
 *
 * @param title first line, also of the page
 * @param sender named in the last line, as who sends it
 */
public record Letter(String title, List<Part> parts, String sender) {
    public Letter {
        parts = List.copyOf(parts);
    }

    /** A part of a letter, in the order of reading. */
    public sealed interface Part {}

    /** Words. */
    public record Paragraph(String text) implements Part {}

    /** Words that must be seen. */
    public record Notice(String text) implements Part {}

    /** How much of something is used; drawn in HTML only, so a paragraph or a fact has to say it too. */
    public record Bar(int percent) implements Part {}

    /** Names and values below each other. */
    public record Facts(List<Fact> facts) implements Part {
        public Facts {
            facts = List.copyOf(facts);
        }
    }

    /** A name and its value. */
    public record Fact(String name, String value) {}

    /** What amounts are for, the amounts at the right, and their sum. */
    public record Amounts(List<Fact> lines, Fact total) implements Part {
        public Amounts {
            lines = List.copyOf(lines);
        }
    }

    /** A page to go to, and what for. */
    public record Link(String text, String url) implements Part {}

    /** Lines to be kept as they are, such as a bank account. */
    public record Block(String text) implements Part {}

    /** Plain text, lines of at most 76 characters where words allow it. */
    public String toText() {
        return LetterText.of(this);
    }

    /** A whole page without anything from elsewhere: readable on a phone, and where images and scripts are off. */
    public String toHtml() {
        return LetterHtml.of(this);
    }
}
