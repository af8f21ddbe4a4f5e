package dev.tallygate.document;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.TreeSet;
import org.apache.fontbox.ttf.CmapLookup;
import org.apache.fontbox.ttf.TTFParser;
import org.apache.fontbox.ttf.TrueTypeFont;
import org.apache.pdfbox.io.RandomAccessReadBuffer;

/** The fonts that documents are printed with, and which characters they have. */
final class Glyphs {
    /** What stands for a character that no font has. */
    static final String REPLACEMENT = "?";

    /** A font file beside this class. */
    record Font(String file, String family, int weight) {
        InputStream open() {
            return Objects.requireNonNull(
                    Glyphs.class.getResourceAsStream("fonts/" + file), "the fonts are beside this class");
        }
    }

    private static final Font REGULAR = new Font("NotoSans-Regular.ttf", "Noto Sans", 400);
    private static final Font BOLD = new Font("NotoSans-Bold.ttf", "Noto Sans", 700);
    private static final Font FALLBACK = new Font("DroidSansFallbackFull.ttf", "Droid Sans Fallback", 400);
    private static final CmapLookup OWN = characters(REGULAR);
    private static final CmapLookup OTHERS = characters(FALLBACK);

    private Glyphs() {}

    private static CmapLookup characters(Font font) {
        try (TrueTypeFont parsed = parsed(font)) {
            return parsed.getUnicodeCmapLookup();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static TrueTypeFont parsed(Font font) throws IOException {
        try (InputStream in = font.open()) {
            return new TTFParser().parse(new RandomAccessReadBuffer(in));
        }
    }

    /** The font of ordinary text, open. */
    static TrueTypeFont regular() {
        try {
            return parsed(REGULAR);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** The fonts that a text needs: the large one of other scripts only where it has them. */
    static List<Font> fontsFor(String text) {
        boolean isOwn = text.codePoints().allMatch(point -> isBlank(point) || OWN.getGlyphId(point) != 0);
        return isOwn ? List.of(REGULAR, BOLD) : List.of(REGULAR, BOLD, FALLBACK);
    }

    /** The characters of a text that no font has. */
    static NavigableSet<Integer> missing(String text) {
        NavigableSet<Integer> missing = new TreeSet<>();
        text.codePoints()
                .filter(point -> !isBlank(point) && OWN.getGlyphId(point) == 0 && OTHERS.getGlyphId(point) == 0)
                .forEach(missing::add);
        return missing;
    }

    private static boolean isBlank(int point) {
        return Character.isWhitespace(point) || Character.isSpaceChar(point);
    }
}
