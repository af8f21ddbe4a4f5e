package dev.tallygate.document;

import java.util.stream.Collectors;

/** Text that becomes part of a page. */
final class Markup {
    private Markup() {}

    /** Escaped, and without what XML cannot hold. */
    static String text(String text) {
        String held = text.codePoints()
                .filter(Markup::isAllowed)
                .mapToObj(Character::toString)
                .collect(Collectors.joining());
        return held.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }

    /** As {@link #text}, with a new line kept as one. */
    static String lines(String text) {
        return text.strip().lines().map(Markup::text).collect(Collectors.joining("<br/>"));
    }

    /** Inside quotes of a style sheet: all but plain letters and digits by their code, which a blank ends. */
    static String css(String text) {
        return text.codePoints()
                .filter(Markup::isAllowed)
                .mapToObj(point -> isPlain(point) ? Character.toString(point) : "\\%06x ".formatted(point))
                .collect(Collectors.joining());
    }

    private static boolean isPlain(int point) {
        return point == ' ' || isBetween('a', point, 'z') || isBetween('A', point, 'Z') || isBetween('0', point, '9');
    }

    /** XML 1.0, section 2.2. */
    private static boolean isAllowed(int point) {
        return point == '\t'
                || point == '\n'
                || isBetween(0x20, point, 0xD7FF)
                || isBetween(0xE000, point, 0xFFFD)
                || point >= 0x10000;
    }

    private static boolean isBetween(int first, int point, int last) {
        return first <= point && point <= last;
    }
}
